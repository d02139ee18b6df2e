//! As much of Vectorscan's C interface (`hs.h`, version 5.4) as it takes to count where literals occur.

use std::ffi::{c_char, c_int, c_uint, c_ulonglong, c_void};
use std::ptr;

#[link(name = "hs")]
unsafe extern "C" {
    fn hs_compile_lit_multi(
        expressions: *const *const c_char,
        flags: *const c_uint,
        ids: *const c_uint,
        lens: *const usize,
        elements: c_uint,
        mode: c_uint,
        platform: *const c_void,
        db: *mut *mut c_void,
        error: *mut *mut c_void,
    ) -> c_int;
    fn hs_alloc_scratch(db: *const c_void, scratch: *mut *mut c_void) -> c_int;
    fn hs_scan(
        db: *const c_void,
        data: *const c_char,
        length: c_uint,
        flags: c_uint,
        scratch: *mut c_void,
        on_event: extern "C" fn(c_uint, c_ulonglong, c_ulonglong, c_uint, *mut c_void) -> c_int,
        context: *mut c_void,
    ) -> c_int;
    fn hs_free_scratch(scratch: *mut c_void) -> c_int;
    fn hs_free_database(db: *mut c_void) -> c_int;
}

const HS_MODE_BLOCK: c_uint = 1;

/// A database of literals, with room to scan one text at a time.
pub struct Literals {
    database: *mut c_void,
    scratch: *mut c_void,
}

impl Literals {
    /// # Panics
    /// When Vectorscan refuses the literals.
    pub fn compile(literals: &[String]) -> Self {
        let texts: Vec<*const c_char> = literals.iter().map(|text| text.as_ptr().cast()).collect();
        let lengths: Vec<usize> = literals.iter().map(String::len).collect();
        let flags = vec![0; literals.len()];
        let ids: Vec<c_uint> = (0..).take(literals.len()).collect();
        let (mut database, mut scratch, mut error) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        let count = c_uint::try_from(literals.len()).expect("fewer than four billion literals");
        // SAFETY: the four arrays have `count` elements each and outlive the call; lengths are of their texts.
        let compiled = unsafe {
            hs_compile_lit_multi(
                texts.as_ptr(),
                flags.as_ptr(),
                ids.as_ptr(),
                lengths.as_ptr(),
                count,
                HS_MODE_BLOCK,
                ptr::null(),
                &raw mut database,
                &raw mut error,
            )
        };
        assert_eq!(compiled, 0, "the literals do not compile");
        // SAFETY: the database was made by the call above.
        let ready = unsafe { hs_alloc_scratch(database, &raw mut scratch) };
        assert_eq!(ready, 0, "no room to scan");
        Self { database, scratch }
    }

    /// How many ends of literals there are in a text.
    pub fn count(&self, text: &str) -> usize {
        extern "C" fn found(_: c_uint, _: c_ulonglong, _: c_ulonglong, _: c_uint, count: *mut c_void) -> c_int {
            // SAFETY: the context of the scan below is its own count, which nothing else touches meanwhile.
            unsafe { *count.cast::<usize>() += 1 };
            0
        }
        let mut count = 0_usize;
        let length = c_uint::try_from(text.len()).expect("a message is short");
        // SAFETY: database and scratch belong together and are used by one scan at a time (`Literals` is not `Sync`).
        let done = unsafe {
            let context = (&raw mut count).cast();
            hs_scan(self.database, text.as_ptr().cast(), length, 0, self.scratch, found, context)
        };
        assert_eq!(done, 0, "the scan failed");
        count
    }
}

impl Drop for Literals {
    fn drop(&mut self) {
        // SAFETY: both were made by `compile` and are not used after this.
        unsafe {
            hs_free_scratch(self.scratch);
            hs_free_database(self.database);
        }
    }
}
