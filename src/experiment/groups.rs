//! Groups of a Morris design: which parameters move together.

use super::choice::fits;
use crate::scenario::mistakes::{Kind, Mistake, Mistakes, suggestion};
use crate::scenario::table::{At, Value, shortened, well_named};
use crate::sensitivity::{DUMMY, Groups, Space};

/// Groups as a file writes them: the name of each with its names and patterns of parameters.
pub(super) type Written = Vec<(At<String>, Vec<At<String>>)>;

/// Reads `{ jail = ["jail.*"], ... }`.
pub(super) fn written(value: &Value, mistakes: &mut Mistakes) -> Option<Written> {
    let mut table = value.table("`groups`", mistakes)?;
    let (mut groups, mut good): (Written, bool) = (Vec::new(), true);
    for (name, value) in table.entries() {
        let is_named = well_named(&name, mistakes);
        if name.value == DUMMY {
            let title = format!("no group can be called `{DUMMY}`");
            let help = "the number in no model is a group of its own, and has this name";
            mistakes.add(Mistake::new(Kind::BadName, name.spot.clone(), title).help(help));
            good = false;
        }
        let items = value.list(mistakes);
        let texts: Option<Vec<At<String>>> =
            items.and_then(|items| items.iter().map(|item| item.text(mistakes)).collect());
        if texts.as_ref().is_some_and(Vec::is_empty) {
            let title = format!("the group `{}` names no parameter", name.value);
            let help = "write { jail = [\"jail.*\"] }; what is in no group moves alone";
            mistakes.add(Mistake::new(Kind::OutOfRange, value.spot(), title).help(help));
            good = false;
        }
        match texts {
            Some(texts) if is_named => groups.push((name, texts)),
            _ => good = false,
        }
    }
    if good && groups.is_empty() {
        let mistake = Mistake::new(Kind::OutOfRange, value.spot(), "no group is named");
        let help = "leave `groups` out, so that each parameter moves alone";
        mistakes.add(mistake.help(help));
        return None;
    }
    good.then_some(groups)
}

/// The group of each parameter of a sweep; what is in none is a group by itself.
pub(super) fn grouped(written: &Written, space: &Space, mistakes: &mut Mistakes) -> Option<Groups> {
    let names: Vec<&str> = space.parameters().iter().map(|one| one.name.as_str()).collect();
    let mut of: Vec<Option<&At<String>>> = vec![None; names.len()];
    let mut good = true;
    for (group, patterns) in written {
        for pattern in patterns {
            let found: Vec<usize> =
                (0..names.len()).filter(|at| fits(&pattern.value, names[*at])).collect();
            if found.is_empty() {
                let title =
                    format!("no parameter of this sweep is called `{}`", shortened(&pattern.value));
                let mistake = Mistake::new(Kind::UnknownName, pattern.spot.clone(), title);
                mistakes.add(
                    mistake
                        .label("a group is of parameters that the sweep varies")
                        .help(suggestion(&pattern.value, &names)),
                );
                good = false;
            }
            for at in found {
                let Some(other) = of[at].replace(group).filter(|other| other.value != group.value)
                else {
                    continue;
                };
                let title = format!(
                    "`{}` is in two groups, `{}` and `{}`",
                    names[at], other.value, group.value
                );
                let mistake = Mistake::new(Kind::Duplicate, pattern.spot.clone(), title);
                mistakes.add(
                    mistake
                        .also(other.spot.clone(), "already in this one")
                        .help("a parameter moves once in a trajectory: name it in one group"),
                );
                good = false;
            }
        }
    }
    let name = |(name, group): (&&str, Option<&At<String>>)| match group {
        Some(group) => group.value.clone(),
        None => (*name).to_owned(),
    };
    good.then(|| Groups::Of(names.iter().zip(of).map(name).collect()))
}
