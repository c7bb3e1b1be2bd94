# People sign in at the identity provider and take a role here for a while. There are no users and no keys.
locals {
  people_roles = { for role, arns in {
    developer = { arns = var.people.developers, description = "Reads configuration, logs and metrics; changes nothing." }
    console   = { arns = var.people.console, description = "Changes what Switchboard is made of by hand, in the sandbox alone." }
    tester    = { arns = var.people.testers, description = "Changes hours of operation by hand, in uat alone." }
  } : role => arns if length(arns.arns) > 0 }

  people_policies = {
    developer = [{
      Sid    = "ReadLogs"
      Effect = "Allow"
      Action = [
        "logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetLogGroupFields",
        "logs:GetQueryResults", "logs:StartQuery",
      ]
      Resource = concat(local.arns.log_groups, [for arn in local.arns.log_groups : "${arn}:log-stream:*"])
      }, {
      Sid    = "ReadQueriesAndTraces"
      Effect = "Allow"
      Action = [
        "cloudwatch:ListDashboards", "lambda:ListFunctions", "logs:StopQuery", "xray:BatchGetTraces", "xray:GetServiceGraph",
        "xray:GetTraceSummaries",
      ]
      # These name no resource.
      Resource = "*"
      }, {
      Sid      = "ReadAlarms"
      Effect   = "Allow"
      Action   = "cloudwatch:DescribeAlarmHistory"
      Resource = local.arns.alarms
    }]
    console = [{
      Sid    = "TryData"
      Effect = "Allow"
      Action = [
        "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan",
        "dynamodb:UpdateItem",
      ]
      Resource = concat(local.arns.tables, [for arn in local.arns.tables : "${arn}/index/*"])
      }, {
      Sid      = "SignInToAmazonConnect"
      Effect   = "Allow"
      Action   = "connect:AdminGetEmergencyAccessToken"
      Resource = "arn:${local.partition}:connect:${local.here}:instance/*"
    }]
    tester = [{
      Sid    = "HoursOfOperation"
      Effect = "Allow"
      Action = [
        "connect:CreateHoursOfOperationOverride", "connect:DeleteHoursOfOperationOverride", "connect:DescribeHoursOfOperation",
        "connect:DescribeHoursOfOperationOverride", "connect:ListHoursOfOperationOverrides", "connect:ListHoursOfOperations",
        "connect:UpdateHoursOfOperation", "connect:UpdateHoursOfOperationOverride",
      ]
      Resource = "arn:${local.partition}:connect:${local.here}:instance/*"
      }, {
      Sid      = "FindTheInstance"
      Effect   = "Allow"
      Action   = ["connect:ListInstances", "ds:DescribeDirectories"]
      Resource = "*" # These name no resource.
      }, {
      Sid      = "OpenTheInstance"
      Effect   = "Allow"
      Action   = ["connect:DescribeInstance", "connect:ListInstanceAttributes"]
      Resource = "arn:${local.partition}:connect:${local.here}:instance/*"
    }]
  }

  # Working by hand is reading, and what a deployment changes, without its roles and its state.
  attached_policies = {
    developer = keys(local.read_policies)
    console   = keys(local.read_policies)
    tester    = []
  }
  attachments = merge(
    { for pair in flatten([for role in keys(local.people_roles) : [for name in local.attached_policies[role] : { role = role, name = name }]]) :
    "${pair.role}/read-${pair.name}" => { role = pair.role, policy_arn = aws_iam_policy.read[pair.name].arn } },
    { for name in ["compute", "connect", "data", "operations"] :
    "console/deploy-${name}" => { role = "console", policy_arn = aws_iam_policy.deploy[name].arn } if contains(keys(local.people_roles), "console") },
  )
}

resource "aws_iam_role" "people" {
  for_each = local.people_roles

  name                 = "switchboard-${each.key}"
  description          = each.value.description
  permissions_boundary = local.boundary
  max_session_duration = 8 * 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "People"
      Effect    = "Allow"
      Principal = { AWS = sort(each.value.arns) }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "people" {
  for_each = local.people_roles

  name   = each.key
  role   = aws_iam_role.people[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.people_policies[each.key] })
}

resource "aws_iam_role_policy_attachment" "people" {
  for_each = local.attachments

  role       = aws_iam_role.people[each.value.role].name
  policy_arn = each.value.policy_arn
}
