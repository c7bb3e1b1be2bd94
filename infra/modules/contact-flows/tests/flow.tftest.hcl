mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  instance_id     = "aaaaaaaa-1111-2222-3333-444444444444"
  instance_arn    = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444"
  phone_number_id = "bbbbbbbb-1111-2222-3333-444444444444"
  convert_function = {
    function_name = "vanity-convert"
    alias_name    = "live"
    alias_arn     = "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"
  }
}

run "flow" {
  assert {
    condition     = keys(aws_connect_contact_flow.this) == ["vanity-numbers"]
    error_message = "each flow of flows.yaml is made"
  }
  assert {
    condition = (
      aws_connect_contact_flow.this["vanity-numbers"].name == "Vanity numbers" &&
      aws_connect_contact_flow.this["vanity-numbers"].type == "CONTACT_FLOW" &&
      aws_connect_contact_flow.this["vanity-numbers"].instance_id == var.instance_id
    )
    error_message = "name and type come from flows.yaml"
  }
  assert {
    condition     = jsondecode(aws_connect_contact_flow.this["vanity-numbers"].content).Version == "2019-10-30"
    error_message = "the flow is JSON of the flow language"
  }
  assert {
    condition = [
      for action in jsondecode(aws_connect_contact_flow.this["vanity-numbers"].content).Actions : action.Parameters.LambdaFunctionARN
      if action.Type == "InvokeLambdaFunction"
      ] == [
      "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live",
      "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live",
    ]
    error_message = "the flow invokes the alias, twice, and nothing else"
  }
  assert {
    condition     = toset(flatten(regexall("arn:aws:[^\"]*", aws_connect_contact_flow.this["vanity-numbers"].content))) == toset([var.convert_function.alias_arn])
    error_message = "the flow names no other ARN"
  }
  assert {
    condition     = length(regexall("\\$\\{", aws_connect_contact_flow.this["vanity-numbers"].content)) == 0
    error_message = "every placeholder is filled in"
  }
  assert {
    condition     = contains([for action in jsondecode(aws_connect_contact_flow.this["vanity-numbers"].content).Actions : action.Type], "Loop")
    error_message = "the flow counts with Loop"
  }
  assert {
    condition     = strcontains(aws_connect_contact_flow.this["vanity-numbers"].content, "Welcome to Switchboard.") && strcontains(aws_connect_contact_flow.this["vanity-numbers"].content, "\"Joanna\"")
    error_message = "what is not set is as flows.yaml has it"
  }

  # Who may invoke the function.
  assert {
    condition = {
      statement_id   = aws_lambda_permission.connect.statement_id
      action         = aws_lambda_permission.connect.action
      function_name  = aws_lambda_permission.connect.function_name
      qualifier      = aws_lambda_permission.connect.qualifier
      principal      = aws_lambda_permission.connect.principal
      source_account = aws_lambda_permission.connect.source_account
      source_arn     = aws_lambda_permission.connect.source_arn
      } == {
      statement_id   = "AllowAmazonConnect"
      action         = "lambda:InvokeFunction"
      function_name  = "vanity-convert"
      qualifier      = "live"
      principal      = "connect.amazonaws.com"
      source_account = "123456789012"
      source_arn     = "arn:aws:connect:us-east-1:123456789012:instance/aaaaaaaa-1111-2222-3333-444444444444"
    }
    error_message = "this instance of this account may invoke the alias, and nobody else as Amazon Connect"
  }
  assert {
    condition = (
      aws_connect_lambda_function_association.convert.function_arn == "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live" &&
      aws_connect_lambda_function_association.convert.instance_id == var.instance_id
    )
    error_message = "the instance knows the function by its alias"
  }
  assert {
    condition = aws_connect_lambda_function_association.convert.id != "" && can(regex(
      "depends_on = \\[\\s*aws_connect_lambda_function_association\\.convert,\\s*aws_lambda_permission\\.connect,\\s*\\]",
      file("main.tf"),
    ))
    error_message = "the flow is made after what it needs: Amazon Connect publishes and checks it at once"
  }

  # Which number the flow answers.
  assert {
    condition = (
      aws_connect_phone_number_contact_flow_association.this.phone_number_id == var.phone_number_id &&
      aws_connect_phone_number_contact_flow_association.this.instance_id == var.instance_id &&
      aws_connect_phone_number_contact_flow_association.this.contact_flow_id == aws_connect_contact_flow.this["vanity-numbers"].contact_flow_id
    )
    error_message = "who dials the number hears the flow"
  }
  assert {
    condition = (
      output.contact_flow_id == aws_connect_contact_flow.this["vanity-numbers"].contact_flow_id &&
      output.contact_flow_arn == aws_connect_contact_flow.this["vanity-numbers"].arn
    )
    error_message = "the outputs name the flow that answers"
  }
}

run "values_override_defaults" {
  variables {
    values = { greeting = "Good day <break time='1s'/> to you.", logging = "Enabled", attempts = "5" }
  }

  assert {
    condition = (
      strcontains(aws_connect_contact_flow.this["vanity-numbers"].content, "Good day <break time='1s'/> to you.") &&
      !strcontains(aws_connect_contact_flow.this["vanity-numbers"].content, "Welcome to Switchboard.")
    )
    error_message = "the greeting is the one that was given"
  }
  assert {
    condition = contains([
      for action in jsondecode(aws_connect_contact_flow.this["vanity-numbers"].content).Actions : try(action.Parameters.LoopCount, null)
    ], "5")
    error_message = "callers are asked as often as was given"
  }
  assert {
    condition = [
      for action in jsondecode(aws_connect_contact_flow.this["vanity-numbers"].content).Actions : action.Parameters.FlowLoggingBehavior
      if can(action.Parameters.FlowLoggingBehavior)
    ] == ["Enabled"]
    error_message = "the flow logs when told so"
  }
}
