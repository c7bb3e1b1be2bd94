//! Small modules that write a function in order, and in none.

use std::fs;

use super::*;

/// A permission on the function that this expression names.
fn permission(name: &str, function: &str, rest: &str) -> String {
    format!(
        "resource \"aws_lambda_permission\" \"{name}\" {{\n function_name = {function}\n {rest}\n}}\n"
    )
}

fn url(function: &str) -> String {
    format!("resource \"aws_lambda_function_url\" \"this\" {{\n function_name = {function}\n}}\n")
}

/// The findings in modules with these files.
fn findings(modules: &[(&str, &str)]) -> Vec<String> {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in modules {
        let folder = root.path().join("infra/modules").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("main.tf"), text).unwrap();
    }
    let tree = Tree::read(root.path()).unwrap();
    assert!(tree.broken.is_empty(), "{:?}", tree.broken);
    writers(&tree).iter().map(ToString::to_string).collect()
}

fn one(text: &str) -> Vec<String> {
    findings(&[("one", text)])
}

#[test]
fn writers_of_one_function_are_in_an_order() {
    let function = "module.decision.function_name";
    let alone = url(function) + &permission("url", function, "");
    let found = one(&alone);
    let [message] = found.as_slice() else { panic!("{found:?}") };
    for part in ["aws_lambda_function_url.this", "aws_lambda_permission.url", "module.decision"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    for order in [
        "depends_on = [aws_lambda_function_url.this]",
        "source_arn = aws_lambda_function_url.this.function_arn",
        "source_arn = \"${aws_lambda_function_url.this.function_arn}/*\"",
        "source_arn = local.arn",
    ] {
        let local = "locals {\n arn = one(aws_lambda_function_url.this[*].function_arn)\n}\n";
        let text = url(function) + local + &permission("url", function, order);
        assert_eq!(one(&text), Vec::<String>::new(), "{order}");
    }
    let other = url(function) + &permission("url", "module.request.function_name", "");
    assert_eq!(one(&other), Vec::<String>::new());
}

#[test]
fn an_order_is_total() {
    let function = "var.function_name";
    let after = |name: &str| format!("depends_on = [{name}]");
    let chain = url(function)
        + &permission("a", function, &after("aws_lambda_function_url.this"))
        + &permission("b", function, &after("aws_lambda_permission.a"));
    assert_eq!(one(&chain), Vec::<String>::new());
    let fork = url(function)
        + &permission("a", function, &after("aws_lambda_function_url.this"))
        + &permission("b", function, &after("aws_lambda_function_url.this"));
    let found = one(&fork);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("aws_lambda_permission.a") && found[0].contains("permission.b"));
}

#[test]
fn one_function_has_many_names() {
    for (other, more) in [
        ("aws_lambda_function.this.arn", ""),
        ("aws_lambda_alias.live.function_name", ""),
        ("\"${aws_lambda_function.this.arn}:live\"", ""),
        ("local.name", ""),
        ("each.value", "for_each = toset([aws_lambda_function.this.function_name])"),
    ] {
        let text = "locals {\n name = aws_lambda_function.this.function_name\n}\n\
            resource \"aws_lambda_alias\" \"live\" {\n function_name = aws_lambda_function.this.function_name\n}\n"
            .to_owned()
            + &permission("a", "aws_lambda_function.this.function_name", "qualifier = aws_lambda_alias.live.name")
            + &permission("b", other, &format!("qualifier = aws_lambda_alias.live.name\n {more}"));
        assert_eq!(one(&text).len(), 1, "{other}: {:?}", one(&text));
    }
}

#[test]
fn the_instances_of_one_permission_are_serialised_by_the_provider() {
    let routes = permission("route", "var.function_name", "for_each = local.routes");
    assert_eq!(one(&routes), Vec::<String>::new());
}

#[test]
fn what_amazon_connect_adds_counts() {
    let association = "resource \"aws_connect_lambda_function_association\" \"this\" {\n function_arn = var.f.alias_arn\n}\n";
    let text = association.to_owned() + &permission("connect", "var.f.function_name", "");
    assert_eq!(one(&text).len(), 1);
    let order = "depends_on = [aws_connect_lambda_function_association.this]";
    let text = association.to_owned() + &permission("connect", "var.f.function_name", order);
    assert_eq!(one(&text), Vec::<String>::new());
}

#[test]
fn modules_that_are_given_one_function_take_turns() {
    let inner = permission("inner", "var.function_name", "");
    let call = |name: &str, source: &str, rest: &str| {
        format!(
            "module \"{name}\" {{\n source = \"../{source}\"\n function_name = module.f.function_name\n {rest}\n}}\n"
        )
    };
    let outer = |rest: &str| {
        let text = call("a", "inner", "") + &call("b", "inner", rest);
        findings(&[("inner", &inner), ("outer", &text)])
    };
    let found = outer("");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("module.a") && found[0].contains("module.b"), "{found:?}");
    assert_eq!(outer("depends_on = [module.a]"), Vec::<String>::new());
    // A value of a module may be there before the module is done.
    assert_eq!(outer("other = module.a.name").len(), 1);

    let own = call("a", "inner", "") + &permission("own", "module.f.function_name", "");
    assert_eq!(findings(&[("inner", &inner), ("outer", &own)]).len(), 1);
}

#[test]
fn two_variables_of_a_module_may_be_one_function() {
    let inner = permission("a", "var.function_name", "") + &permission("b", "var.alias_arn", "");
    let call = |alias: &str| {
        format!(
            "module \"c\" {{\n source = \"../inner\"\n function_name = module.f.function_name\n alias_arn = {alias}\n}}\n"
        )
    };
    let found = findings(&[("inner", &inner), ("outer", &call("module.f.alias_arn"))]);
    assert!(found.iter().any(|message| message.contains("infra/modules/inner")), "{found:?}");
    let found = findings(&[("inner", &inner), ("outer", &call("module.g.alias_arn"))]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn an_alias_is_handed_over_when_its_function_is_complete() {
    let text = |rest: &str| {
        format!(
            "resource \"aws_lambda_alias\" \"live\" {{\n function_name = aws_lambda_function.this.function_name\n}}\n\
             resource \"aws_lambda_function_event_invoke_config\" \"live\" {{\n function_name = aws_lambda_alias.live.function_name\n}}\n\
             output \"alias_name\" {{\n value = aws_lambda_alias.live.name\n {rest}\n}}\n\
             output \"function_name\" {{\n value = aws_lambda_function.this.function_name\n}}\n"
        )
    };
    let found = one(&text(""));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("output.alias_name"), "{found:?}");
    let waits = text("depends_on = [aws_lambda_function_event_invoke_config.live]");
    assert_eq!(one(&waits), Vec::<String>::new());
}
