mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "switchboard"
  bus_arn                  = "arn:aws:events:us-east-1:111122223333:event-bus/switchboard-delivery"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
  alarm_actions            = ["arn:aws:sns:us-east-1:123456789012:switchboard-alarms"]
}

run "each_kind_of_event_goes_to_the_bus" {
  assert {
    condition = { for kind, rule in aws_cloudwatch_event_rule.forward : kind => jsonencode(jsondecode(rule.event_pattern)) } == {
      deployments = jsonencode({ source = ["aws.codedeploy"], detail-type = ["CodeDeploy Deployment State-change Notification"] })
      alarms      = jsonencode({ source = ["aws.cloudwatch"], detail-type = ["CloudWatch Alarm State Change"], detail = { alarmName = [{ "anything-but" = ["switchboard-delivery-rules"] }] } })
      jobs        = jsonencode({ source = ["switchboard.delivery"] })
    }
    error_message = "other events are sent"
  }
  assert {
    condition = alltrue([
      for kind, target in aws_cloudwatch_event_target.bus :
      target.arn == var.bus_arn && target.role_arn == aws_iam_role.forward.arn && target.rule == "switchboard-delivery-${kind}"
    ])
    error_message = "a rule does not send to the bus"
  }
}

run "the_role_sends_to_that_bus_for_these_rules" {
  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.forward.policy).Statement) == jsonencode([{
      Sid      = "SendToTheBus"
      Effect   = "Allow"
      Action   = "events:PutEvents"
      Resource = "arn:aws:events:us-east-1:111122223333:event-bus/switchboard-delivery"
    }])
    error_message = "the role may do more or less than send"
  }
  assert {
    condition = jsonencode(jsondecode(aws_iam_role.forward.assume_role_policy).Statement) == jsonencode([{
      Sid       = "Rules"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = "123456789012" }
        ArnEquals = { "aws:SourceArn" = [
          "arn:aws:events:us-east-1:123456789012:rule/switchboard-delivery-alarms",
          "arn:aws:events:us-east-1:123456789012:rule/switchboard-delivery-deployments",
          "arn:aws:events:us-east-1:123456789012:rule/switchboard-delivery-jobs",
        ] }
      }
    }])
    error_message = "the role serves other rules"
  }
  assert {
    condition     = aws_iam_role.forward.permissions_boundary == var.permissions_boundary_arn
    error_message = "the role has no boundary"
  }
  assert {
    condition     = output.role_arn == aws_iam_role.forward.arn
    error_message = "wrong output"
  }
}

run "a_rule_that_fails_is_told" {
  assert {
    condition     = module.rule_alarm.alarm_name == "switchboard-delivery-rules"
    error_message = "events get lost without a trace, or the alarm on them is forwarded and sets itself off"
  }
}

run "the_alarm_tells_somebody" {
  command = plan
  variables {
    alarm_actions = []
  }
  expect_failures = [var.alarm_actions]
}

run "the_default_bus_is_refused" {
  command = plan
  variables {
    bus_arn = "arn:aws:events:us-east-1:111122223333:event-bus/default"
  }
  expect_failures = [var.bus_arn]
}

run "a_name_is_lower_case" {
  command = plan
  variables {
    name = "Switchboard"
  }
  expect_failures = [var.name]
}

run "a_boundary_is_a_policy" {
  command = plan
  variables {
    permissions_boundary_arn = "switchboard-boundary"
  }
  expect_failures = [var.permissions_boundary_arn]
}
