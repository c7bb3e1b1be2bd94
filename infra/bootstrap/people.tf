# People sign in at the identity provider and assume a role here. There are no users and no keys.
locals {
  people_roles = { for role, arns in {
    developer = { arns = var.people.developers, description = "Reads configuration, logs and metrics; changes nothing." }
    console   = { arns = var.people.console, description = "Changes what Switchboard is made of by hand, in the sandbox alone." }
    tester    = { arns = var.people.testers, description = "Changes hours of operation by hand, in uat alone." }
    operator  = { arns = var.people.operators, description = "Rolls production back, stops a release and forbids a commit." }
  } : role => arns if length(arns.arns) > 0 }

  # A person must deploy and publish before the pipeline and the workflows can.
  deployers_trust = [for arns in [var.people.deployers] : {
    Sid       = "Deployers"
    Effect    = "Allow"
    Principal = { AWS = sort(arns) }
    Action    = "sts:AssumeRole"
  } if length(arns) > 0]

  people_policies = {
    developer = concat([{
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
        "cloudwatch:GetMetricData", "cloudwatch:ListDashboards", "cloudwatch:ListMetrics", "lambda:ListFunctions",
        "logs:StopQuery", "route53:ListHostedZones", "tag:GetResources", "xray:BatchGetTraces", "xray:GetServiceGraph",
        "xray:GetTraceSummaries",
      ]
      # These actions take no resource.
      Resource = "*"
      }, {
      Sid      = "ReadAlarms"
      Effect   = "Allow"
      Action   = "cloudwatch:DescribeAlarmHistory"
      Resource = local.arns.alarms
      }],
      [for statement in [{
        # The answer for a single number is what developers debug with. It shows that number, so not where customers or
        # testers call.
        Sid    = "ReadVanityNumbers"
        Effect = "Allow"
        Action = "execute-api:Invoke"
        Resource = [
          # The API's id is known only once it exists.
          for path in ["vanity-numbers", "vanity-numbers/*"] :
          "arn:${local.partition}:execute-api:${local.here}:*/$default/GET/${path}"
        ]
      }] : statement if contains(["sandbox", "dev", "sit"], var.environment)],
      [for statement in [{
        Sid      = "FollowReleases"
        Effect   = "Allow"
        Action   = ["codepipeline:GetPipelineExecution", "codepipeline:ListActionExecutions", "codepipeline:ListPipelineExecutions"]
        Resource = local.codepipeline_arns
      }] : statement if local.is_tooling],
    )
    console = [{
      Sid    = "TryData"
      Effect = "Allow"
      Action = [
        "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan",
        "dynamodb:UpdateItem",
      ]
      Resource = concat(local.arns.tables, [for arn in local.arns.tables : "${arn}/index/*"])
      }, {
      # Only their own callers may invoke the approval functions.
      Sid      = "TryFunctions"
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = [for arn in local.arns.functions : arn if !strcontains(arn, "approval")]
      }, {
      Sid      = "TryFaults"
      Effect   = "Allow"
      Action   = ["fis:StartExperiment", "fis:StopExperiment", "fis:TagResource"]
      Resource = local.fis_arns
      }, {
      # Terraform does not support test cases: a person creates and runs them.
      Sid    = "TestCases"
      Effect = "Allow"
      Action = [
        "connect:CreateTestCase", "connect:DeleteTestCase", "connect:DescribeTestCase", "connect:GetTestCaseExecutionSummary",
        "connect:ListTestCases", "connect:StartTestCaseExecution", "connect:StopTestCaseExecution", "connect:UpdateTestCase",
      ]
      Resource = "arn:${local.partition}:connect:${local.here}:instance/*"
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
    # Neither gives a release an approval that people have not given: production returns to what it ran before.
    operator = [{
      Sid      = "RollProductionBack"
      Effect   = "Allow"
      Action   = "codepipeline:RollbackStage"
      Resource = [for arn in local.codepipeline_arns : "${arn}/Production"]
      }, {
      Sid    = "FollowAndStopReleases"
      Effect = "Allow"
      Action = [
        "codepipeline:GetPipelineExecution", "codepipeline:GetPipelineState", "codepipeline:ListActionExecutions",
        "codepipeline:ListPipelineExecutions", "codepipeline:StopPipelineExecution",
      ]
      Resource = local.codepipeline_arns
      }, {
      Sid       = "YankCommits"
      Effect    = "Allow"
      Action    = "s3:PutObject"
      Resource  = "${local.artifacts_arn}/lambda/*/YANKED.json"
      Condition = { Null = { "s3:if-none-match" = "false" } }
      }, {
      Sid      = "ReadArtifacts"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "${local.artifacts_arn}/lambda/*"
    }, local.find_artifacts["operator"], local.artifact_key]
  }

  # To work by hand is to read, and to change what a deployment changes, except its roles and its state.
  attached_policies = {
    developer = keys(local.read_policies)
    console   = keys(local.read_policies)
    tester    = []
    operator  = []
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
  # People come from a role of the identity provider, and AWS ends such a chained session after an hour.
  max_session_duration = 3600
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
