//! In: the user's command for an editor. Out: a place of the dossier, opened in it. Pure: `system` starts the program.

use crate::system;

/// How to open a file in the user's editor.
#[derive(Debug, Clone)]
pub struct Editor(Vec<String>);

impl Editor {
    /// Reads a command such as `code -g {file}:{line}:{col}`. It is split as a shell would, but no shell ever
    /// sees it.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(command: &str) -> Result<Self, String> {
        // On Windows a backslash is part of a path.
        let command =
            if cfg!(windows) { command.replace('\\', "\\\\") } else { command.to_owned() };
        let words = shlex::split(&command).ok_or("een aanhalingsteken wordt niet gesloten")?;
        if words.is_empty() {
            return Err("er staat geen programma".into());
        }
        if !words[1..].iter().any(|word| word.contains("{file}")) {
            return Err("`{file}` ontbreekt: daar komt het bestand".into());
        }
        Ok(Self(words))
    }

    /// Opens a file at a place.
    pub(super) fn open(&self, file: &str, line: usize, column: usize) -> Result<(), String> {
        let fill = |word: &String| {
            // The file last: a path may hold braces.
            let word =
                word.replace("{line}", &line.to_string()).replace("{col}", &column.to_string());
            word.replace("{file}", file)
        };
        let arguments: Vec<String> = self.0[1..].iter().map(fill).collect();
        system::launch(&self.0[0], &arguments)
            .map_err(|reason| format!("{} kan niet worden gestart: {reason}", self.0[0]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_a_program_with_a_place_for_the_file() {
        assert_eq!(Editor::parse("code -g {file}:{line}:{col}").unwrap().0.len(), 3);
        assert_eq!(Editor::parse("'mijn editor' {file}").unwrap().0[0], "mijn editor");
        assert!(Editor::parse("").is_err());
        assert!(Editor::parse("code").is_err());
        assert!(Editor::parse("{file}").is_err());
        assert!(Editor::parse("code 'x {file}").is_err());
    }
}
