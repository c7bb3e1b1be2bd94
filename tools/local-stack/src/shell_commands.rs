//! Commands to try the stack with, which the terminal and the console page show.

use crate::account::{ACCESS_KEY, REGION, SECRET_KEY};
use crate::addresses::Addresses;

/// The default address of `vanity dial`.
const DEFAULT_STACK: &str = "http://127.0.0.1:8080";

/// Commands for a shell that has no AWS settings, each complete as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellCommands {
    addresses: Addresses,
    /// What starts the command `vanity`: a path, or cargo.
    vanity: String,
}

impl ShellCommands {
    pub(crate) fn new(addresses: Addresses, vanity: String) -> Self {
        Self { addresses, vanity }
    }

    /// The base URLs of the stack.
    #[must_use]
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Places a call from a terminal.
    #[must_use]
    pub fn dial(&self) -> String {
        let Self { addresses: Addresses { people, .. }, vanity } = self;
        let dial = format!("{vanity} dial --from +18003569377");
        if people == DEFAULT_STACK { dial } else { format!("{dial} --stack {people}") }
    }

    /// The variables that an SDK or the AWS CLI needs. Version 1 of the CLI ignores `AWS_REGION`, and
    /// the SDKs ignore `AWS_DEFAULT_REGION`.
    #[must_use]
    pub fn aws_environment(&self) -> [(&'static str, &str); 5] {
        [
            ("AWS_ENDPOINT_URL", &self.addresses.aws),
            ("AWS_REGION", REGION),
            ("AWS_DEFAULT_REGION", REGION),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET_KEY),
        ]
    }

    /// Sets these variables for the commands that follow in the shell.
    #[must_use]
    pub fn aws_export(&self) -> String {
        format!("export {}", self.aws_assignments())
    }

    /// Prints the items of a table, with the variables set for this command alone.
    #[must_use]
    pub fn scan(&self, table: &str) -> String {
        format!("{} aws dynamodb scan --table-name {table}", self.aws_assignments())
    }

    fn aws_assignments(&self) -> String {
        self.aws_environment().map(|(name, value)| format!("{name}={value}")).join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(people: &str) -> ShellCommands {
        let addresses =
            Addresses { people: people.to_owned(), aws: "http://127.0.0.1:4566".to_owned() };
        ShellCommands::new(addresses, "target/local/vanity".to_owned())
    }

    #[test]
    fn a_stack_is_named_only_if_it_is_not_where_the_command_looks() {
        let dial = "target/local/vanity dial --from +18003569377";
        assert_eq!(commands("http://127.0.0.1:8080").dial(), dial);
        let other = "http://127.0.0.1:9000";
        assert_eq!(commands(other).dial(), format!("{dial} --stack {other}"));
    }

    #[test]
    fn an_aws_command_brings_all_that_a_bare_shell_lacks() {
        let settings = "AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=us-east-1 \
             AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local";
        let commands = commands(DEFAULT_STACK);
        assert_eq!(commands.aws_export(), format!("export {settings}"));
        let scan = format!("{settings} aws dynamodb scan --table-name approvals");
        assert_eq!(commands.scan("approvals"), scan);
    }
}
