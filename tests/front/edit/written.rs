//! Random files in all styles of YAML.

use proptest::prelude::*;
use proptest::sample::select;

/// A value and how it is written.
#[derive(Debug, Clone)]
pub(super) enum Gen {
    Single { style: usize, words: Vec<&'static str>, indent: usize, remark: bool },
    List { flow: bool, items: Vec<Gen>, look: Look },
    Map { flow: bool, values: Vec<Gen>, look: Look },
}

/// How a collection looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    indent: usize,
    remark: bool,
    apart: bool,
    lines: bool,
    quoted: bool,
}

pub(super) fn generated() -> impl Strategy<Value = Gen> {
    let word = select(vec![
        "een", "twee", "zo'n", "€", "x:y", "a#b", "élan", "😀", "12", "a-b", "\\", "\"q\"",
    ]);
    let single = (0usize..16, prop::collection::vec(word, 1..7), 1usize..4, any::<bool>())
        .prop_map(|(style, words, indent, remark)| Gen::Single { style, words, indent, remark });
    single.prop_recursive(4, 24, 4, |inner| {
        let look = (1usize..4, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(indent, remark, apart, lines, quoted)| Look {
                indent,
                remark,
                apart,
                lines,
                quoted,
            });
        let flow = prop::bool::weighted(0.25);
        (flow, prop::collection::vec(inner, 0..4), look, any::<bool>()).prop_map(
            |(flow, inner, look, list)| match list {
                true => Gen::List { flow, items: inner, look },
                false => Gen::Map { flow, values: inner, look },
            },
        )
    })
}

/// Writes generated values.
struct Writer {
    out: String,
    remarks: usize,
}

impl Writer {
    fn remark(&mut self, wanted: bool) {
        if wanted {
            self.remarks += 1;
            self.out.push_str(&format!(" # c{}.", self.remarks));
        }
    }

    /// What stands behind a key or a dash in this column, and below it, with the last line break.
    fn block(&mut self, value: &Gen, column: usize, list: bool) {
        match value {
            Gen::Single { style, words, indent, remark } => {
                self.single(*style, words, column + indent, *remark);
            }
            Gen::List { items, flow, look } => {
                if *flow || items.is_empty() {
                    self.out.push(' ');
                    self.flow(value, column + look.indent);
                    self.remark(look.remark);
                    self.out.push('\n');
                    return;
                }
                let below = if look.lines && !list {
                    column
                } else {
                    column + look.indent + usize::from(list)
                };
                self.begin(list, below, column, *look);
                for (i, item) in items.iter().enumerate() {
                    self.between(i, below, *look);
                    self.out.push('-');
                    self.block(item, below, true);
                }
            }
            Gen::Map { values, flow, look } => {
                if *flow || values.is_empty() {
                    self.out.push(' ');
                    self.flow(value, column + look.indent);
                    self.remark(look.remark);
                    self.out.push('\n');
                    return;
                }
                let below = column + look.indent + usize::from(list);
                self.begin(list, below, column, *look);
                for (i, value) in values.iter().enumerate() {
                    self.between(i, below, *look);
                    let key = format!("k{i}é");
                    self.out.push_str(&if look.quoted { format!("\"{key}\":") } else { key + ":" });
                    self.block(value, below, false);
                }
            }
        }
    }

    /// Goes to the first child: behind the dash, or on a line of its own.
    fn begin(&mut self, list: bool, below: usize, column: usize, look: Look) {
        if list && !look.apart {
            self.out.push_str(&" ".repeat(below - column - 1));
            return;
        }
        self.remark(look.remark);
        self.out.push('\n');
        if look.quoted {
            self.out.push_str(&" ".repeat(below));
            self.remark(true);
            self.out.push('\n');
        }
        self.out.push_str(&" ".repeat(below));
    }

    fn between(&mut self, index: usize, below: usize, look: Look) {
        if index == 0 {
            return;
        }
        if look.apart {
            self.out.push('\n');
        }
        if look.remark {
            self.out.push_str(&" ".repeat(below));
            self.remarks += 1;
            self.out.push_str(&format!("# c{}.\n", self.remarks));
        }
        self.out.push_str(&" ".repeat(below));
    }

    fn single(&mut self, style: usize, words: &[&str], indent: usize, remark: bool) {
        let fold = format!("\n{}", " ".repeat(indent));
        let gap = format!("\n\n{}", " ".repeat(indent));
        let plain: Vec<&str> =
            words.iter().copied().filter(|word| !word.starts_with(['"', '€'])).collect();
        let quoted = words.join(" ").replace('\'', "''");
        let escaped = words.join(" ").replace('\\', "\\\\").replace('"', "\\\"");
        let flow = match style {
            0 => plain.join(" "),
            1 => plain.join(&fold),
            2 => plain.join(&gap),
            3 => format!("'{quoted}'"),
            4 => format!("'{}'", quoted.replace(' ', &fold)),
            5 => format!("'{}'", quoted.replace(' ', &gap)),
            6 => format!("\"{}\"", escaped.replace('€', "\\u20AC")),
            7 => format!("\"{}\"", escaped.replace(' ', &fold)),
            8 => format!("\"{}\"", escaped.replace(' ', &format!("\\n\\{fold}"))),
            9 => String::new(),
            _ => {
                let sign = ["|", "|-", "|+", ">", ">-", ">+"][style - 10];
                self.out.push_str(&format!(" {sign}"));
                self.remark(remark);
                let joint = if remark { &fold } else { &gap };
                let text = words.join(joint);
                let below = if style.is_multiple_of(2) { "\n\n" } else { "\n" };
                self.out.push_str(&format!("{fold}{text}{below}"));
                return;
            }
        };
        if !flow.is_empty() {
            self.out.push_str(&format!(" {flow}"));
        }
        self.remark(remark);
        self.out.push('\n');
    }

    /// A value between brackets.
    fn flow(&mut self, value: &Gen, indent: usize) {
        match value {
            Gen::Single { style, words, .. } => {
                let plain: Vec<&str> = words
                    .iter()
                    .copied()
                    .filter(|word| !word.starts_with(['"', '€', '-']))
                    .collect();
                let all = words.join(" ");
                self.out.push_str(&match style % 4 {
                    0 if !plain.is_empty() => plain.join(" "),
                    1 => format!("'{}'", all.replace('\'', "''")),
                    _ => format!("\"{}\"", all.replace('\\', "\\\\").replace('"', "\\\"")),
                });
            }
            Gen::List { items, look, .. } => {
                self.out.push('[');
                for (i, item) in items.iter().enumerate() {
                    self.comma(i, indent, *look);
                    self.flow(item, indent + 1);
                }
                self.close(items.is_empty(), indent, *look);
                self.out.push(']');
            }
            Gen::Map { values, look, .. } => {
                self.out.push('{');
                for (i, value) in values.iter().enumerate() {
                    self.comma(i, indent, *look);
                    self.out.push_str(&format!("k{i}é: "));
                    self.flow(value, indent + 1);
                }
                self.close(values.is_empty(), indent, *look);
                self.out.push('}');
            }
        }
    }

    fn comma(&mut self, index: usize, indent: usize, look: Look) {
        if index > 0 {
            self.out.push(',');
        }
        if look.lines {
            self.remark(look.remark);
            self.out.push_str(&format!("\n{}", " ".repeat(indent)));
        } else if index > 0 {
            self.out.push(' ');
        }
    }

    fn close(&mut self, empty: bool, indent: usize, look: Look) {
        if look.lines && !empty {
            self.out.push_str(if look.quoted { "," } else { "" });
            self.out.push_str(&format!("\n{}", " ".repeat(indent)));
        }
    }
}

pub(super) fn file(value: &Gen, windows: bool, mark: bool, end: bool) -> String {
    let mut writer = Writer { out: "# c0.\n".into(), remarks: 0 };
    writer.out.push_str("begin: x\nwaarde:");
    writer.block(value, 0, false);
    if !end {
        writer.out.push_str("einde: z # c999.\n");
    }
    let text = if windows { writer.out.replace('\n', "\r\n") } else { writer.out };
    if mark { format!("\u{feff}{text}") } else { text }
}
