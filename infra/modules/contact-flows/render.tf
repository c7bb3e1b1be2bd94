locals {
  source = "${path.module}/../../contact-flows"
  flows  = yamldecode(file("${local.source}/flows.yaml")).flows

  # Only this module knows it, so nobody can point a flow at another alias.
  given = {
    vanity_convert_alias_arn = var.convert_function.alias_arn
  }

  settable = setsubtract(flatten([for flow in values(local.flows) : keys(flow.variables)]), keys(local.given))
  required = toset(flatten([
    for flow in values(local.flows) : [for name, variable in flow.variables : name if !can(variable.default)]
  ]))

  templates = {
    for key, flow in local.flows : key => "${local.source}/${
      var.counted && !endswith(flow.template, ".counted.json.tftpl") ? replace(flow.template, ".json.tftpl", ".counted.json.tftpl") : flow.template
    }"
  }
  placeholders = toset(flatten([
    for template in values(local.templates) : regexall("\\$\\{([a-z_]+)\\}", file(template))
  ]))

  values = {
    for key, flow in local.flows : key => merge(
      { for name, variable in flow.variables : name => variable.default if can(variable.default) },
      { for name, value in var.values : name => value if contains(keys(flow.variables), name) },
      { for name, value in local.given : name => value if contains(keys(flow.variables), name) },
    )
  }
  contents = { for key, template in local.templates : key => templatefile(template, local.values[key]) }

  # Every function that a flow invokes, by the ARN in the rendered flow.
  invoked = {
    for key, content in local.contents : key => distinct([
      for action in try(jsondecode(content).Actions, []) : action.Parameters.LambdaFunctionARN
      if action.Type == "InvokeLambdaFunction"
    ])
  }
}
