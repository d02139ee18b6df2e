//! Tells an acronym from the same letters in a sentence that is shouted ("GO HOME AND REST"). Acts on terms that
//! are matched only in capitals; returns whether the capitals around one say nothing.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::explained::window;

/// Whether the word at `range` of a text is an ordinary English word among others that are all in capitals.
/// An acronym that is no word ("THE SLA IS BROKEN") is one however loud the sentence.
pub(super) fn is_shouted(text: &str, range: Range<usize>) -> bool {
    let Some(word) = text.get(range.clone()) else { return false };
    if !is_ordinary(word) {
        return false;
    }
    let before = window(text, range.start.saturating_sub(REACH)..range.start);
    let after = window(text, range.end..range.end + REACH);
    let before = before.rsplit(ends_a_sentence).next().unwrap_or_default();
    let after = after.split(ends_a_sentence).next().unwrap_or_default();
    let (mut loud, mut words, mut small) = (0, 0, 0);
    for near in before
        .rsplit(ends_a_word)
        .filter(has_letters)
        .take(NEAR)
        .chain(after.split(ends_a_word).filter(has_letters).take(NEAR))
    {
        if near.bytes().any(|byte| byte.is_ascii_lowercase()) {
            small += 1;
        } else if near.len() > 1 {
            loud += 1;
            words += usize::from(near.len() > LONGEST_ACRONYM || is_ordinary(near));
        }
    }
    words > 0 && loud > 2 * small
}

/// How many words on either side are listened to.
const NEAR: usize = 4;

/// And no further than this many bytes.
const REACH: usize = 120;

/// Longer words in capitals are words.
const LONGEST_ACRONYM: usize = 5;

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape `filter` takes")]
fn has_letters(word: &&str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn ends_a_word(character: char) -> bool {
    !character.is_ascii_alphabetic() && character != '\''
}

/// Another script or a line end: what is said there is said in another tone.
fn ends_a_sentence(character: char) -> bool {
    !character.is_ascii() && character != '\u{2019}'
        || matches!(character, '\n' | '.' | '!' | '?' | ';' | '"' | '(' | ')')
}

pub(super) fn is_ordinary(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&[u8]>> = LazyLock::new(|| ORDINARY.split(' ').map(str::as_bytes).collect());
    let mut small = [0; LONGEST_ACRONYM];
    let Some(small) = small.get_mut(..word.len()) else { return false };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    WORDS.contains(&*small)
}

/// The commonest English words of two to five letters.
const ORDINARY: &str = "\
    am an as at be by do go he if in is it me my no of oh ok on or so to up us we all and any are art ask bad bag bar \
    bed bet big bit box boy bus but buy can cap car cat cut dad day did die dog dry due ear eat egg end era eye fan far \
    fat few fit fix fly for fun gap gas get god got gun guy had has hat her hey hid him his hit hot how ice ill its job \
    joy key kid law lay led leg let lie lot low mad man map may men met mix mom nor not now odd off oil old one our out \
    own pay per pet pie put ran raw red rid row run sad sat saw say sea see set she sir sit six sky son spy sun tax tea \
    ten the tie tip too top toy try two use van via war was way web wet who why win won yes yet you able ace acts aim \
    air also arm away back ball band bank base bath bear beat been best bird blue boat body book born both busy call \
    calm came camp card care cars case cast cell city clean clear close club coat code cold come cook cool copy core \
    cost could dare dark data date dead deal dear deep desk does done door down draw drop early earth east easy edge \
    else ever every face fact fail fair fall farm fast fear feel feet fell file fill film find fine fire first fish \
    five flat food foot form four free from full game gave gift girl give glad goal goes gold gone good great green \
    grow half hall hand hang happy hard have head hear heart heat held hell help here high hill hold hole home hope \
    hour house huge hurt idea into item join jump just keep kept kick kill kind king knew know lady lake land last \
    late lead leave left less life lift like line link list live load long look lose loss lost love lunch made mail \
    main make many mark mean meal meet mind mine miss money month moon more most move much must name near need never \
    new news next nice night nine none north nose note once only onto open order other over page paid pain pair park \
    part party pass past path people pick plan play please point poor post pull push quick quiet quit race rain rank \
    read real rest rich ride ring rise road rock role roll room rule rush safe said sale salt same sand save scan seat \
    seen self sell send sent ship shop short shot show shut side sign sing size skin sleep slow small snow soft sold \
    some song soon sorry sort south speak spot staff stage stand star start stay step still stop store such suit sure \
    swim table tail take talk tall task team tell than thank that their them then there these they thin thing think \
    this those time tired told tone took tool town tree trip true turn type under unit until upon used very view visit \
    voice vote wait wake walk wall want warm wash watch water wave weak wear week well went were west what when where \
    which while white whole wide wife wild will wind wine wish with woman wood word wore work world worry would write \
    wrong yard yeah year your zero ally aid alert aware bolt \
    cart chat crop dash dig dot ego fee fog fork gem hub hug hut inn jar jet lab lap lid log mad mat mud nap net nut \
    oak oat pad pan pat paw pea pen pig pin pit pod pop pot pub rag ram rap rat rib rip rob rod rot rub rug sap sew sin \
    sip ski sob soap span spam spin stem tag tan tap tar tin tub tug vet vow wag wig yell zip zoo";

#[cfg(test)]
mod tests {
    use super::*;

    fn shouted(text: &str, word: &str) -> bool {
        let start = text.find(word).unwrap();
        is_shouted(text, start..start + word.len())
    }

    #[test]
    fn an_ordinary_word_in_a_shouted_sentence_is_no_acronym() {
        assert!(shouted("WE NEED IT TODAY", "IT"));
        assert!(shouted("題名は\"DO OR DIE\"でした", "OR"));
        assert!(shouted("Ok. TAKE SOME REST, FRIENDS", "REST"));
    }

    #[test]
    fn an_acronym_among_others_or_in_a_quiet_sentence_is_one() {
        assert!(!shouted("is that an IT or a finance question?", "IT"));
        assert!(!shouted("THE SLA IS BROKEN", "SLA"));
        assert!(!shouted("IT DX推進", "IT"));
        assert!(!shouted("SLA, IT, CRM", "IT"));
        assert!(!shouted("IT", "IT"));
    }
}
