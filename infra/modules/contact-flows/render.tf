locals {
  source = "${path.module}/../../contact-flows"
  flows  = yamldecode(file("${local.source}/flows.yaml")).flows

  # Set here, so that no caller can point a flow at another alias.
  given = {
    vanity_convert_alias_arn = var.convert_function.alias_arn
  }

  settable = setsubtract(flatten([for flow in values(local.flows) : keys(flow.variables)]), keys(local.given))
  required = toset(flatten([
    for flow in values(local.flows) : [for name, variable in flow.variables : name if !can(variable.default)]
  ]))

  values = {
    for key, flow in local.flows : key => merge(
      { for name, variable in flow.variables : name => variable.default if can(variable.default) },
      { for name, value in var.values : name => value if contains(keys(flow.variables), name) },
      { for name, value in local.given : name => value if contains(keys(flow.variables), name) },
    )
  }
  contents = { for key, flow in local.flows : key => templatefile("${local.source}/${flow.template}", local.values[key]) }

  # The ARN of every function that a rendered flow invokes.
  invoked = {
    for key, content in local.contents : key => distinct([
      for action in try(jsondecode(content).Actions, []) : action.Parameters.LambdaFunctionARN
      if action.Type == "InvokeLambdaFunction"
    ])
  }
}
