//! Names beside things, moved apart until none covers another.

/// Where boxes of these heights go along an axis, each as near as can be to its wish, in the order
/// of the wishes, between `from` and `to`. Gives the middle of each. If they cannot all fit they go
/// on below `to`.
pub(super) fn apart(wishes: &[(f64, f64)], from: f64, to: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|a, b| wishes[*a].0.total_cmp(&wishes[*b].0));
    placed(wishes, &order, (from, to))
}

/// As [`apart`], but in the order given, whatever the wishes.
pub(super) fn in_order(wishes: &[(f64, f64)], from: f64, to: f64) -> Vec<f64> {
    let order: Vec<usize> = (0..wishes.len()).collect();
    placed(wishes, &order, (from, to))
}

fn placed(wishes: &[(f64, f64)], order: &[usize], (from, to): (f64, f64)) -> Vec<f64> {
    // Blocks of boxes that touch; a block stands where the mean of its wishes is met.
    let mut blocks: Vec<Block> = Vec::new();
    for &index in order {
        let (wish, height) = wishes[index];
        let wish = if wish.is_finite() { wish } else { to };
        blocks.push(Block {
            top: clamp(wish - height / 2.0, from, to - height),
            height,
            members: vec![index],
        });
        while let [.., upper, lower] = blocks.as_mut_slice() {
            if upper.top + upper.height <= lower.top {
                break;
            }
            let members = std::mem::take(&mut lower.members);
            upper.members.extend(members);
            upper.height += lower.height;
            upper.top = clamp(mean_top(wishes, &upper.members), from, to - upper.height);
            blocks.pop();
        }
    }
    let mut middles = vec![0.0; wishes.len()];
    for block in blocks {
        let mut top = block.top;
        for index in block.members {
            middles[index] = top + wishes[index].1 / 2.0;
            top += wishes[index].1;
        }
    }
    middles
}

struct Block {
    top: f64,
    height: f64,
    members: Vec<usize>,
}

fn mean_top(wishes: &[(f64, f64)], members: &[usize]) -> f64 {
    let (mut sum, mut before, mut count) = (0.0, 0.0, 0.0);
    for index in members {
        let (wish, height) = wishes[*index];
        if wish.is_finite() {
            sum += wish - height / 2.0 - before;
            count += 1.0;
        }
        before += height;
    }
    sum / f64::max(count, 1.0)
}

/// As `clamp`, but where there is no room the start wins.
fn clamp(x: f64, from: f64, to: f64) -> f64 {
    x.min(to).max(from)
}

/// The lowest level for each label on which it covers no other; all given as (start, end), sorted
/// by start. A label lies above every later one that begins under it, so that no line down from a
/// label crosses another.
pub(super) fn levels(spans: &[(f64, f64)]) -> Vec<usize> {
    let mut levels = vec![0; spans.len()];
    for i in (0..spans.len()).rev() {
        let over = (i + 1..spans.len()).filter(|j| spans[*j].0 < spans[i].1);
        levels[i] = over.map(|j| levels[j] + 1).max().unwrap_or(0);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_do_not_overlap_and_stay_near() {
        let wishes = [(50.0, 14.0), (51.0, 14.0), (52.0, 28.0), (95.0, 14.0), (f64::NAN, 14.0)];
        let middles = apart(&wishes, 0.0, 120.0);
        let mut boxes: Vec<(f64, f64)> =
            middles.iter().zip(wishes).map(|(m, (_, h))| (m - h / 2.0, m + h / 2.0)).collect();
        boxes.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(boxes.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1e-9), "{boxes:?}");
        assert!(boxes[0].0 >= 0.0 && boxes[4].1 <= 120.0 + 1e-9);
        assert!((middles[3] - 95.0).abs() < 1e-9, "one with room is not moved");
    }

    #[test]
    fn labels_above_one_another_begin_from_the_right() {
        assert_eq!(levels(&[(0.0, 50.0), (20.0, 60.0), (80.0, 90.0)]), [1, 0, 0]);
        assert!(levels(&[]).is_empty());
    }
}
