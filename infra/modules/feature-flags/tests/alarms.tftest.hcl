mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                     = "switchboard"
  environment              = "uat"
  is_production            = false
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/switchboard-boundary"
}

run "without_alarms_there_is_no_role" {
  assert {
    condition     = length(aws_iam_role.alarm_reader) == 0 && length(aws_appconfig_environment.this.monitor) == 0
    error_message = "There is a role, or a monitor, for no alarm."
  }
}

run "alarms_take_a_change_back" {
  variables {
    alarm_arns = [
      "arn:aws:cloudwatch:us-east-1:123456789012:alarm:vanity-convert-errors",
      "arn:aws:cloudwatch:us-east-1:123456789012:alarm:vanity-lookup-errors",
    ]
  }

  assert {
    condition     = { for monitor in aws_appconfig_environment.this.monitor : monitor.alarm_arn => monitor.alarm_role_arn } == { for arn in var.alarm_arns : arn => aws_iam_role.alarm_reader[0].arn }
    error_message = "Every alarm must be watched, with the role that may see it."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.alarm_reader[0].policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid      = "SeeAlarms"
        Effect   = "Allow"
        Action   = ["cloudwatch:DescribeAlarms"]
        Resource = ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:vanity-convert-errors", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:vanity-lookup-errors"]
      }]
    }
    error_message = "The role may do something else than see these alarms."
  }

  assert {
    condition     = aws_iam_role_policy.alarm_reader[0].role == aws_iam_role.alarm_reader[0].id
    error_message = "The policy belongs to another role."
  }

  assert {
    condition = jsondecode(aws_iam_role.alarm_reader[0].assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "AppConfig"
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "appconfig.amazonaws.com" }
      }]
    }
    error_message = "The role trusts somebody else than AppConfig."
  }

  assert {
    condition     = aws_iam_role.alarm_reader[0].permissions_boundary == var.permissions_boundary_arn
    error_message = "The role must have the permissions boundary."
  }
}

run "a_sixth_alarm_is_refused" {
  command = plan

  variables {
    alarm_arns = [for number in range(6) : "arn:aws:cloudwatch:us-east-1:123456789012:alarm:alarm-${number}"]
  }

  expect_failures = [var.alarm_arns]
}

run "a_name_is_no_alarm_arn" {
  command = plan

  variables {
    alarm_arns = ["vanity-convert-errors"]
  }

  expect_failures = [var.alarm_arns]
}
