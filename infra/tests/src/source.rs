//! One Terraform file, parsed.

use std::fmt::Write as _;

use hcl::expr::{Expression, Object, ObjectKey, TemplateExpr, TraversalOperator};
use hcl::{Block, Body};

/// A file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path relative to the checkout, such as `infra/modules/guard/main.tf`.
    pub path: String,
    /// The text of the file.
    pub text: String,
    /// The parsed file.
    pub body: Body,
}

impl Source {
    /// The top-level blocks with this keyword: `resource`, `variable`, `module`...
    pub fn blocks<'a>(&'a self, keyword: &'a str) -> impl Iterator<Item = &'a Block> {
        self.body.blocks().filter(move |block| block.identifier() == keyword)
    }

    /// The place of a block of this file, as findings name it.
    #[must_use]
    pub fn place(&self, block: &Block) -> String {
        format!("{}: {}", self.path, address(block))
    }
}

/// The address of a block: `aws_iam_role.this`, `module.guard`, `variable.name`.
#[must_use]
pub fn address(block: &Block) -> String {
    let labels = block.labels().iter().map(hcl::BlockLabel::as_str).collect::<Vec<_>>().join(".");
    match block.identifier() {
        "resource" => labels,
        keyword if labels.is_empty() => keyword.to_owned(),
        keyword => format!("{keyword}.{labels}"),
    }
}

/// A label of a block; empty if it has none there.
#[must_use]
pub fn label(block: &Block, index: usize) -> &str {
    block.labels().get(index).map_or("", hcl::BlockLabel::as_str)
}

/// The value of an argument.
#[must_use]
pub fn argument<'a>(body: &'a Body, name: &str) -> Option<&'a Expression> {
    body.attributes().find(|attribute| attribute.key() == name).map(hcl::Attribute::expr)
}

/// The nested blocks with this name, including dynamic ones.
#[must_use]
pub fn nested<'a>(body: &'a Body, name: &str) -> Vec<&'a Body> {
    let plain = body.blocks().filter(|block| block.identifier() == name).map(Block::body);
    let dynamic = body
        .blocks()
        .filter(|block| block.identifier() == "dynamic" && label(block, 0) == name)
        .flat_map(|block| block.body().blocks().filter(|inner| inner.identifier() == "content"))
        .map(Block::body);
    plain.chain(dynamic).collect()
}

/// A member of a literal object.
#[must_use]
pub fn member<'a>(object: &'a Object<ObjectKey, Expression>, name: &str) -> Option<&'a Expression> {
    object.iter().find(|(key, _)| key_text(key) == name).map(|(_, value)| value)
}

/// A key of an object: plain, quoted or in parentheses.
#[must_use]
pub fn key_text(key: &ObjectKey) -> String {
    match key {
        ObjectKey::Expression(Expression::String(text)) => text.clone(),
        ObjectKey::Expression(other) => text(other),
        other => other.to_string(),
    }
}

/// An expression as one line of HCL, in a normal form.
#[must_use]
pub fn text(expression: &Expression) -> String {
    let mut out = Vec::new();
    let mut formatter = hcl::format::Formatter::builder()
        .compact_arrays(true)
        .compact_objects(true)
        .build(&mut out);
    if hcl::format::Format::format(expression, &mut formatter).is_err() {
        return String::new();
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A literal string without interpolation.
#[must_use]
pub fn literal(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::String(text) => Some(text),
        Expression::Parenthesis(inner) => literal(inner),
        _ => None,
    }
}

/// Every string in an expression, including templates (with their interpolations) and keys of objects.
#[must_use]
pub fn strings(expression: &Expression) -> Vec<String> {
    let mut found = Vec::new();
    walk(expression, &mut |inner| match inner {
        Expression::String(text) => found.push(text.clone()),
        Expression::TemplateExpr(template) => found.push(match template.as_ref() {
            TemplateExpr::QuotedString(text) => text.clone(),
            TemplateExpr::Heredoc(heredoc) => heredoc.template.clone(),
        }),
        _ => {}
    });
    found
}

/// Calls `see` with an expression and with each expression inside it.
pub fn walk<'a>(expression: &'a Expression, see: &mut impl FnMut(&'a Expression)) {
    see(expression);
    match expression {
        Expression::Array(items) => items.iter().for_each(|item| walk(item, see)),
        Expression::Object(object) => {
            for (key, value) in object {
                if let ObjectKey::Expression(key) = key {
                    walk(key, see);
                }
                walk(value, see);
            }
        }
        Expression::Traversal(traversal) => {
            walk(&traversal.expr, see);
            for operator in &traversal.operators {
                if let TraversalOperator::Index(index) = operator {
                    walk(index, see);
                }
            }
        }
        Expression::FuncCall(call) => call.args.iter().for_each(|argument| walk(argument, see)),
        Expression::Parenthesis(inner) => walk(inner, see),
        Expression::Conditional(conditional) => {
            walk(&conditional.cond_expr, see);
            walk(&conditional.true_expr, see);
            walk(&conditional.false_expr, see);
        }
        Expression::Operation(operation) => match operation.as_ref() {
            hcl::expr::Operation::Unary(unary) => walk(&unary.expr, see),
            hcl::expr::Operation::Binary(binary) => {
                walk(&binary.lhs_expr, see);
                walk(&binary.rhs_expr, see);
            }
        },
        Expression::ForExpr(each) => {
            walk(&each.collection_expr, see);
            each.key_expr.iter().for_each(|key| walk(key, see));
            walk(&each.value_expr, see);
            each.cond_expr.iter().for_each(|condition| walk(condition, see));
        }
        _ => {}
    }
}

/// Every argument of a body and of its nested blocks, with its dotted path.
#[must_use]
pub fn arguments(body: &Body) -> Vec<(String, &Expression)> {
    fn collect<'a>(body: &'a Body, prefix: &str, found: &mut Vec<(String, &'a Expression)>) {
        for attribute in body.attributes() {
            found.push((format!("{prefix}{}", attribute.key()), attribute.expr()));
        }
        for block in body.blocks() {
            let mut inner = prefix.to_owned();
            let _ = write!(inner, "{}.", block.identifier());
            collect(block.body(), &inner, found);
        }
    }
    let mut found = Vec::new();
    collect(body, "", &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expression(text: &str) -> Expression {
        text.parse().unwrap()
    }

    #[test]
    fn an_expression_has_one_form() {
        for (written, form) in [
            ("var.a", "var.a"),
            ("[ \"a\",\n \"b\", ]", "[\"a\", \"b\"]"),
            ("aws_x.this[ 0 ].arn", "aws_x.this[0].arn"),
            ("{ a = 1 }", "{ \"a\" = 1 }"),
        ] {
            let is = text(&expression(written));
            assert!(is == form || is == form.replace("\"a\" =", "a ="), "{written}: {is}");
        }
    }

    #[test]
    fn every_string_is_found() {
        let found = strings(&expression(
            r#"merge({ a = "one", "two" = x ? "three" : ["four${var.x}"] }, [for k in y : "five"])"#,
        ));
        for text in ["one", "two", "three", "four${var.x}", "five"] {
            assert!(found.iter().any(|found| found == text), "{text} in {found:?}");
        }
    }

    #[test]
    fn dynamic_blocks_are_blocks() {
        let body = hcl::parse("dynamic \"stage\" {\n for_each = x\n content {\n name = \"a\"\n }\n}\nstage {\n name = \"b\"\n}\n").unwrap();
        let names: Vec<_> = nested(&body, "stage")
            .into_iter()
            .filter_map(|stage| argument(stage, "name").and_then(literal))
            .collect();
        assert_eq!(names, ["b", "a"]);
    }
}
