# What Terraform's provider and the deployment's scripts ask AWS for, and what they must never be given: each an action and
# what it is done to. Conditions are asserted by themselves below.
mock_provider "aws" {
  source = "../tests/mocks"
}

variables {
  environment        = "dev"
  account_id         = "123456789012"
  region             = "us-east-1"
  owner              = "platform-team@example.com"
  cost_center        = "0000"
  github_repository  = "example/switchboard"
  artifact_bucket    = "example-switchboard-artifacts"
  tooling_account_id = "111122223333"
}

run "the_deploy_role_can_deploy" {
  command = plan

  assert {
    condition = [
      for need in [
        ["apigateway:POST", "arn:aws:apigateway:us-east-1::/apis"],
        ["apigateway:PATCH", "arn:aws:apigateway:us-east-1::/apis/a/stages/$default"],
        ["apigateway:TagResource", "arn:aws:apigateway:us-east-1::/apis/a/stages"],
        ["apigateway:PUT", "arn:aws:apigateway:us-east-1::/tags/arn"],
        ["apigateway:AddCertificateToDomain", "arn:aws:apigateway:us-east-1::/domainnames/api.example.com"],
        ["logs:CreateLogDelivery", "*"],
        ["logs:GetLogDelivery", "*"],
        ["logs:UpdateLogDelivery", "*"],
        ["logs:DeleteLogDelivery", "*"],
        ["logs:ListLogDeliveries", "*"],
        ["logs:PutResourcePolicy", "*"],
        ["logs:DescribeResourcePolicies", "*"],
        ["logs:DescribeLogGroups", "*"],
        ["logs:CreateLogGroup", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/apigateway/vanity-numbers"],
        ["logs:AssociateKmsKey", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/vanity-convert"],
        ["acm:RequestCertificate", "*"],
        ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z0"],
        ["route53:GetChange", "arn:aws:route53:::change/C0"],
        ["appconfig:StartDeployment", "arn:aws:appconfig:us-east-1:123456789012:application/a/environment/e"],
        ["cloudwatch:PutMetricAlarm", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:vanity-convert-errors"],
        ["cloudwatch:PutDashboard", "arn:aws:cloudwatch::123456789012:dashboard/switchboard"],
        ["codedeploy:CreateDeployment", "arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:vanity-convert/live"],
        ["codedeploy:GetDeployment", "arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:vanity-convert/live"],
        ["codedeploy:GetDeploymentConfig", "arn:aws:codedeploy:us-east-1:123456789012:deploymentconfig:CodeDeployDefault.LambdaCanary10Percent5Minutes"],
        ["codedeploy:GetApplicationRevision", "arn:aws:codedeploy:us-east-1:123456789012:application:vanity-convert"],
        ["codedeploy:RegisterApplicationRevision", "arn:aws:codedeploy:us-east-1:123456789012:application:vanity-convert"],
        ["codedeploy:StopDeployment", "*"],
        ["connect:CreateInstance", "*"],
        ["ds:CheckAlias", "*"],
        ["ds:CreateIdentityPoolDirectory", "*"],
        ["ds:AuthorizeApplication", "arn:aws:ds:us-east-1:123456789012:directory/d-0"],
        ["ds:DeleteDirectory", "arn:aws:ds:us-east-1:123456789012:directory/d-0"],
        ["connect:ClaimPhoneNumber", "arn:aws:connect:us-east-1:123456789012:instance/i"],
        ["connect:ClaimPhoneNumber", "arn:aws:connect:us-east-1:123456789012:phone-number/n"],
        ["connect:AssociateLambdaFunction", "arn:aws:connect:us-east-1:123456789012:instance/i"],
        ["connect:AssociatePhoneNumberContactFlow", "arn:aws:connect:us-east-1:123456789012:instance/i/contact-flow/f"],
        ["connect:CreateContactFlow", "arn:aws:connect:us-east-1:123456789012:instance/i/contact-flow/f"],
        ["connect:CreateHoursOfOperation", "arn:aws:connect:us-east-1:123456789012:instance/i/operating-hours/h"],
        ["connect:CreateQueue", "arn:aws:connect:us-east-1:123456789012:instance/i/queue/q"],
        ["connect:CreateRoutingProfile", "arn:aws:connect:us-east-1:123456789012:instance/i/routing-profile/r"],
        ["connect:CreateSecurityProfile", "arn:aws:connect:us-east-1:123456789012:instance/i/security-profile/s"],
        ["connect:CreateUser", "arn:aws:connect:us-east-1:123456789012:instance/i/agent/u"],
        ["dynamodb:CreateTable", "arn:aws:dynamodb:us-east-1:123456789012:table/vanity-numbers"],
        ["dynamodb:UpdateContinuousBackups", "arn:aws:dynamodb:us-east-1:123456789012:table/approvals"],
        ["events:PutRule", "arn:aws:events:us-east-1:123456789012:rule/switchboard-delivery-jobs"],
        ["events:PutTargets", "arn:aws:events:us-east-1:123456789012:rule/release-approvals-over"],
        ["events:PutEvents", "arn:aws:events:us-east-1:123456789012:event-bus/default"],
        ["iam:CreateRole", "arn:aws:iam::123456789012:role/vanity-convert"],
        ["iam:PutRolePolicy", "arn:aws:iam::123456789012:role/vanity-convert"],
        ["iam:TagRole", "arn:aws:iam::123456789012:role/vanity-convert"],
        ["iam:PassRole", "arn:aws:iam::123456789012:role/vanity-convert"],
        ["iam:CreateServiceLinkedRole", "arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect"],
        ["iam:CreateServiceLinkedRole", "arn:aws:iam::123456789012:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway"],
        ["kms:CreateKey", "*"],
        ["kms:TagResource", "*"],
        ["kms:CreateAlias", "arn:aws:kms:us-east-1:123456789012:alias/switchboard"],
        ["kms:CreateAlias", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:EnableKeyRotation", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:DescribeKey", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:CreateGrant", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:Encrypt", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:GenerateDataKey", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k"],
        ["lambda:CreateFunction", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert"],
        ["lambda:AddPermission", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"],
        ["lambda:CreateAlias", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert"],
        ["lambda:PutFunctionConcurrency", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert"],
        ["lambda:PutFunctionEventInvokeConfig", "arn:aws:lambda:us-east-1:123456789012:function:approval-request:live"],
        ["lambda:CreateFunctionUrlConfig", "arn:aws:lambda:us-east-1:123456789012:function:approval-decision:live"],
        ["lambda:GetFunctionConfiguration", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:7"],
        ["lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:synthetic-probe:live"],
        ["lambda:GetLayerVersion", "arn:aws:lambda:us-east-1:444455556666:layer:aws-fis-extension-x86_64:9"],
        ["s3:GetObject", "arn:aws:s3:::example-switchboard-artifacts/lambda/0/vanity-convert.zip"],
        ["s3:PutObject", "arn:aws:s3:::switchboard-state-123456789012/dev/app.tfstate"],
        ["s3:DeleteObject", "arn:aws:s3:::switchboard-state-123456789012/dev/app.tfstate.tflock"],
        ["s3:CreateBucket", "arn:aws:s3:::switchboard-chaos-123456789012"],
        ["s3:TagResource", "arn:aws:s3:::switchboard-chaos-123456789012"],
        ["scheduler:CreateSchedule", "arn:aws:scheduler:us-east-1:123456789012:schedule/synthetic-probe/synthetic-probe"],
        ["scheduler:CreateScheduleGroup", "arn:aws:scheduler:us-east-1:123456789012:schedule-group/release-approvals"],
        ["ses:CreateEmailIdentity", "arn:aws:ses:us-east-1:123456789012:identity/example.com"],
        ["ses:CreateConfigurationSet", "arn:aws:ses:us-east-1:123456789012:configuration-set/release-approvals"],
        ["sns:CreateTopic", "arn:aws:sns:us-east-1:123456789012:release-approvals"],
        ["sns:Subscribe", "arn:aws:sns:us-east-1:123456789012:switchboard-alarms"],
        ["sqs:CreateQueue", "arn:aws:sqs:us-east-1:123456789012:approval-request-failures"],
        ["ssm:PutParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/switchboard/connect/phone-number-id"],
        ["fis:CreateExperimentTemplate", "arn:aws:fis:us-east-1:123456789012:action/aws:lambda:invocation-error"],
        ] : join(" ", need) if !anytrue([
          for s in flatten([for policy in [for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) : policy.policy] : jsondecode(policy).Statement]) :
          contains(flatten([s.Action]), need[0]) && anytrue([
            for pattern in flatten([s.Resource]) : can(regex("^${replace(replace(pattern, ".", "\\."), "*", ".*")}$", need[1]))
          ])
      ])
    ] == []
    error_message = "The deploy role lacks these: an apply would stop half-way."
  }
  assert {
    condition = length(setsubtract(
      toset(flatten([for policy in concat([aws_iam_role_policy.plan.policy], [for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) : policy.policy]) : [for s in jsondecode(policy).Statement : [for action in flatten([s.Action]) : "${split(":", action)[0]}:*"]]])),
      jsondecode(aws_iam_policy.boundary.policy).Statement[0].Action,
    )) == 0
    error_message = "Actions outside the boundary cannot be used, even if a policy grants them."
  }
  assert {
    condition = alltrue([for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) :
    length(policy.policy) <= 6144])
    error_message = "IAM takes managed policies of up to 6,144 characters."
  }
  assert {
    condition     = length(aws_iam_role_policy_attachment.deploy) + length(aws_iam_role_policy_attachment.deploy_reads) <= 10
    error_message = "IAM takes ten managed policies a role."
  }
}

run "the_conditions_of_the_deploy_role" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_iam_policy.deploy["data"].policy).Statement : s.Sid => s }["NewKeys"] == {
      Sid       = "NewKeys"
      Effect    = "Allow"
      Action    = ["kms:CreateKey", "kms:TagResource"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:RequestTag/Project" = "switchboard" } }
    }
    error_message = "A new key is tagged in the same request, before it has a name or a tag to compare."
  }
  assert {
    condition     = !can({ for s in jsondecode(aws_iam_policy.deploy["data"].policy).Statement : s.Sid => s }["FirstStepsOfKeys"].Condition)
    error_message = "A new key's tag may count for nothing for five minutes: the first steps must not need it."
  }
  assert {
    condition     = { for s in jsondecode(aws_iam_policy.deploy["data"].policy).Statement : s.Sid => s }["Keys"].Condition == { StringEquals = { "aws:ResourceTag/Project" = "switchboard" } }
    error_message = "Only the policies of Switchboard's own keys are changed."
  }
  assert {
    condition     = { for s in jsondecode(aws_iam_policy.deploy["data"].policy).Statement : s.Sid => s }["GrantsToServices"].Condition.Bool == { "kms:GrantIsForAWSResource" = "true" }
    error_message = "Grants are for AWS's services, never for a person."
  }
  assert {
    condition     = { for s in jsondecode(aws_iam_policy.deploy["operations"].policy).Statement : s.Sid => s }["TellOfDeployments"].Condition == { StringEquals = { "events:source" = "switchboard.delivery" } }
    error_message = "It reports deployments, and cannot use another source name."
  }
  assert {
    condition = toset({ for s in jsondecode(aws_iam_policy.deploy["roles"].policy).Statement : s.Sid => s }["GiveRolesToServices"].Condition.StringEquals["iam:PassedToService"]) == toset([
      for service in ["appconfig", "codedeploy", "events", "fis", "lambda", "scheduler"] : "${service}.amazonaws.com"
    ])
    error_message = "Roles go to these services."
  }
}

run "the_plan_role_can_refresh" {
  command = plan

  assert {
    condition = [
      for need in [
        ["acm:DescribeCertificate", "arn:aws:acm:us-east-1:123456789012:certificate/c"],
        ["apigateway:GET", "arn:aws:apigateway:us-east-1::/apis/a/routes/r"],
        ["cloudwatch:DescribeAlarms", "*"],
        ["codedeploy:GetDeploymentGroup", "arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:vanity-convert/live"],
        ["connect:ListInstances", "*"],
        ["connect:DescribeInstance", "arn:aws:connect:us-east-1:123456789012:instance/i"],
        ["connect:DescribeInstanceAttribute", "arn:aws:connect:us-east-1:123456789012:instance/i"],
        ["connect:ListFlowAssociations", "arn:aws:connect:us-east-1:123456789012:instance/i"],
        ["connect:ListLambdaFunctions", "arn:aws:connect:us-east-1:123456789012:instance/i"],
        ["connect:ListSecurityProfilePermissions", "arn:aws:connect:us-east-1:123456789012:instance/i/security-profile/s"],
        ["connect:DescribePhoneNumber", "arn:aws:connect:us-east-1:123456789012:phone-number/n"],
        ["dynamodb:DescribeContinuousBackups", "arn:aws:dynamodb:us-east-1:123456789012:table/vanity-numbers"],
        ["events:ListTargetsByRule", "arn:aws:events:us-east-1:123456789012:rule/release-approvals-over"],
        ["fis:GetExperimentTemplate", "arn:aws:fis:us-east-1:123456789012:experiment-template/e"],
        ["iam:GetRolePolicy", "arn:aws:iam::123456789012:role/vanity-convert"],
        ["kms:DescribeKey", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:ListAliases", "*"],
        ["lambda:GetFunction", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert"],
        ["lambda:GetPolicy", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"],
        ["logs:DescribeLogGroups", "*"],
        ["logs:DescribeMetricFilters", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/approval-sweep"],
        ["route53:ListResourceRecordSets", "arn:aws:route53:::hostedzone/Z0"],
        ["s3:GetObject", "arn:aws:s3:::switchboard-state-123456789012/dev/platform.tfstate"],
        ["s3:ListTagsForResource", "arn:aws:s3:::switchboard-chaos-123456789012"],
        ["scheduler:GetSchedule", "arn:aws:scheduler:us-east-1:123456789012:schedule/synthetic-probe/synthetic-probe"],
        ["ses:GetEmailIdentity", "arn:aws:ses:us-east-1:123456789012:identity/example.com"],
        ["sns:GetSubscriptionAttributes", "*"],
        ["sqs:GetQueueAttributes", "arn:aws:sqs:us-east-1:123456789012:approval-request-failures"],
        ["ssm:DescribeParameters", "*"],
        ["ssm:GetParameter", "arn:aws:ssm:us-east-1:123456789012:parameter/switchboard/connect/phone-number-id"],
        ["ssm:GetParameter", "arn:aws:ssm:us-east-1::parameter/aws/service/fis/lambda-extension/AWS-FIS-extension-x86_64/1.x.x"],
        ] : join(" ", need) if !anytrue([
          for s in flatten([for policy in concat([aws_iam_role_policy.plan.policy], [for policy in values(aws_iam_policy.read) : policy.policy]) : jsondecode(policy).Statement]) :
          contains(flatten([s.Action]), need[0]) && anytrue([
            for pattern in flatten([s.Resource]) : can(regex("^${replace(replace(pattern, ".", "\\."), "*", ".*")}$", need[1]))
          ])
      ])
    ] == []
    error_message = "The plan role lacks these: a plan would stop."
  }
}

run "what_is_never_granted" {
  command = plan

  assert {
    condition = [
      for need in [
        ["codepipeline:PutApprovalResult", "arn:aws:codepipeline:us-east-1:123456789012:switchboard/Approval/Approve"],
        ["connect:DeleteInstance", "arn:aws:connect:us-east-1:123456789012:instance/i"],
        ["connect:ReleasePhoneNumber", "arn:aws:connect:us-east-1:123456789012:phone-number/n"],
        ["dynamodb:DeleteTable", "arn:aws:dynamodb:us-east-1:123456789012:table/vanity-numbers"],
        ["dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/vanity-numbers"],
        ["dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:table/approvals"],
        ["fis:StartExperiment", "arn:aws:fis:us-east-1:123456789012:experiment-template/e"],
        ["iam:AttachRolePolicy", "arn:aws:iam::123456789012:role/vanity-convert"],
        ["iam:CreateAccessKey", "arn:aws:iam::123456789012:user/u"],
        ["iam:CreatePolicyVersion", "arn:aws:iam::123456789012:policy/switchboard-boundary"],
        ["iam:CreateRole", "arn:aws:iam::123456789012:role/admin"],
        ["iam:CreateUser", "arn:aws:iam::123456789012:user/u"],
        ["iam:DeleteRolePermissionsBoundary", "arn:aws:iam::123456789012:role/vanity-convert"],
        ["iam:PassRole", "arn:aws:iam::123456789012:role/admin"],
        ["kms:DeleteAlias", "arn:aws:kms:us-east-1:123456789012:alias/switchboard"],
        ["kms:DisableKey", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:ScheduleKeyDeletion", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["kms:UpdateAlias", "arn:aws:kms:us-east-1:123456789012:alias/switchboard-state"],
        ["lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:approval-decision:live"],
        ["lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:vanity-convert:live"],
        ["logs:GetLogEvents", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/vanity-convert"],
        ["s3:DeleteBucket", "arn:aws:s3:::switchboard-state-123456789012"],
        ["s3:PutBucketPolicy", "arn:aws:s3:::switchboard-state-123456789012"],
        ["s3:DeleteObject", "arn:aws:s3:::switchboard-state-123456789012/dev/app.tfstate"],
        ["s3:GetObject", "arn:aws:s3:::switchboard-state-123456789012/dev/bootstrap.tfstate"],
        ["s3:PutObject", "arn:aws:s3:::example-switchboard-artifacts/lambda/0/vanity-convert.zip"],
        ["s3:PutBucketPolicy", "arn:aws:s3:::example-switchboard-artifacts"],
        ["s3:DeleteBucket", "arn:aws:s3:::example-switchboard-artifacts"],
        ["ses:PutConfigurationSetTrackingOptions", "arn:aws:ses:us-east-1:123456789012:configuration-set/release-approvals"],
        ["ses:SendEmail", "arn:aws:ses:us-east-1:123456789012:identity/example.com"],
        ["sts:AssumeRole", "arn:aws:iam::123456789012:role/vanity-convert"],
        ["cloudtrail:StopLogging", "arn:aws:cloudtrail:us-east-1:123456789012:trail/t"],
        ] : join(" ", need) if anytrue([
          for s in flatten([for policy in [for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) : policy.policy] : jsondecode(policy).Statement]) :
          contains(flatten([s.Action]), need[0]) && anytrue([
            for pattern in flatten([s.Resource]) : can(regex("^${replace(replace(pattern, ".", "\\."), "*", ".*")}$", need[1]))
          ])
      ])
    ] == []
    error_message = "The deploy role must not have these."
  }
}

run "production" {
  command = plan

  variables {
    environment = "prod"
  }

  assert {
    condition = [
      for need in [
        ["fis:CreateExperimentTemplate", "arn:aws:fis:us-east-1:123456789012:experiment-template/e"],
        ["lambda:GetLayerVersion", "arn:aws:lambda:us-east-1:444455556666:layer:aws-fis-extension-x86_64:9"],
        ["s3:CreateBucket", "arn:aws:s3:::switchboard-chaos-123456789012"],
        ["s3:DeleteBucket", "arn:aws:s3:::switchboard-chaos-123456789012"],
        ] : join(" ", need) if anytrue([
          for s in flatten([for policy in [for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) : policy.policy] : jsondecode(policy).Statement]) :
          contains(flatten([s.Action]), need[0]) && anytrue([
            for pattern in flatten([s.Resource]) : can(regex("^${replace(replace(pattern, ".", "\\."), "*", ".*")}$", need[1]))
          ])
      ])
    ] == []
    error_message = "Nothing of fault injection is granted in production."
  }
  assert {
    condition = toset({ for s in jsondecode(aws_iam_policy.deploy["roles"].policy).Statement : s.Sid => s }["GiveRolesToServices"].Condition.StringEquals["iam:PassedToService"]) == toset([
      for service in ["appconfig", "codedeploy", "events", "lambda", "scheduler"] : "${service}.amazonaws.com"
    ])
    error_message = "No role is given to fault injection in production."
  }
  assert {
    condition     = toset({ for s in jsondecode(aws_iam_policy.deploy["roles"].policy).Statement : s.Sid => s }["RolesOfServices"].Condition.StringEquals["iam:AWSServiceName"]) == toset(["connect.amazonaws.com", "ops.apigateway.amazonaws.com"])
    error_message = "Two services make roles of their own in production."
  }
  assert {
    condition = alltrue([for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) :
    length(policy.policy) <= 6144])
    error_message = "IAM takes managed policies of up to 6,144 characters."
  }
  assert {
    condition     = length(aws_iam_role_policy_attachment.deploy) + length(aws_iam_role_policy_attachment.deploy_reads) <= 10
    error_message = "IAM takes ten managed policies a role."
  }
}

run "the_tooling_account" {
  command = plan

  variables {
    environment        = "tooling"
    tooling_account_id = "123456789012"
    people             = { deployers = ["arn:aws:iam::123456789012:role/a"] }
  }

  assert {
    condition = [
      for need in [
        ["lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:synthetic-probe:live"],
        ["codepipeline:CreatePipeline", "arn:aws:codepipeline:us-east-1:123456789012:switchboard"],
        ["codebuild:CreateProject", "arn:aws:codebuild:us-east-1:123456789012:project/switchboard-resolve"],
        ["codeconnections:PassConnection", "arn:aws:codeconnections:us-east-1:123456789012:connection/c"],
        ["codestar-connections:PassConnection", "arn:aws:codestar-connections:us-east-1:123456789012:connection/c"],
        ["events:CreateEventBus", "arn:aws:events:us-east-1:123456789012:event-bus/switchboard-delivery"],
        ["events:PutPermission", "*"],
        ["events:PutRule", "arn:aws:events:us-east-1:123456789012:rule/switchboard-delivery/switchboard-delivery-environments-jobs"],
        ["s3:CreateBucket", "arn:aws:s3:::example-switchboard-artifacts"],
        ["s3:PutBucketLogging", "arn:aws:s3:::example-switchboard-artifacts"],
        ["s3:PutBucketPolicy", "arn:aws:s3:::example-switchboard-artifacts-logs"],
        ["s3:TagResource", "arn:aws:s3:::example-switchboard-artifacts"],
        ["s3:ListTagsForResource", "arn:aws:s3:::example-switchboard-artifacts"],
        ["kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/k"],
        ["logs:CreateLogGroup", "arn:aws:logs:us-east-1:123456789012:log-group:/aws/codebuild/switchboard-resolve"],
        ["iam:PassRole", "arn:aws:iam::123456789012:role/switchboard-pipeline"],
        ] : join(" ", need) if !anytrue([
          for s in flatten([for policy in [for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) : policy.policy] : jsondecode(policy).Statement]) :
          contains(flatten([s.Action]), need[0]) && anytrue([
            for pattern in flatten([s.Resource]) : can(regex("^${replace(replace(pattern, ".", "\\."), "*", ".*")}$", need[1]))
          ])
      ])
    ] == []
    error_message = "The deploy role lacks these in the tooling account."
  }
  assert {
    condition = [
      for need in [
        ["apigateway:POST", "arn:aws:apigateway:us-east-1::/apis"],
        ["connect:CreateInstance", "*"],
        ["codepipeline:StartPipelineExecution", "arn:aws:codepipeline:us-east-1:123456789012:switchboard"],
        ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z0"],
        ["s3:DeleteBucket", "arn:aws:s3:::example-switchboard-artifacts"],
        ["s3:DeleteObject", "arn:aws:s3:::example-switchboard-artifacts/lambda/0/vanity-convert.zip"],
        ["s3:PutObject", "arn:aws:s3:::example-switchboard-artifacts/lambda/0/vanity-convert.zip"],
        ] : join(" ", need) if anytrue([
          for s in flatten([for policy in [for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) : policy.policy] : jsondecode(policy).Statement]) :
          contains(flatten([s.Action]), need[0]) && anytrue([
            for pattern in flatten([s.Resource]) : can(regex("^${replace(replace(pattern, ".", "\\."), "*", ".*")}$", need[1]))
          ])
      ])
    ] == []
    error_message = "The tooling account has no contact centre, and only the publisher writes its artifacts."
  }
  assert {
    condition = toset({ for s in jsondecode(aws_iam_policy.deploy["roles"].policy).Statement : s.Sid => s }["GiveRolesToServices"].Condition.StringEquals["iam:PassedToService"]) == toset([
      for service in ["codebuild", "codedeploy", "codepipeline", "events", "lambda", "scheduler"] : "${service}.amazonaws.com"
    ])
    error_message = "Roles go to these services, the pipeline's among them."
  }
  assert {
    condition     = !contains([for s in jsondecode(aws_iam_policy.deploy["roles"].policy).Statement : s.Sid], "RolesOfServices")
    error_message = "No service makes a role of its own in the tooling account."
  }
  assert {
    condition = alltrue([for policy in concat(values(aws_iam_policy.deploy), values(aws_iam_policy.read)) :
    length(policy.policy) <= 6144])
    error_message = "IAM takes managed policies of up to 6,144 characters."
  }
  assert {
    condition     = length(aws_iam_role_policy_attachment.deploy) + length(aws_iam_role_policy_attachment.deploy_reads) <= 10
    error_message = "IAM takes ten managed policies a role."
  }
}
