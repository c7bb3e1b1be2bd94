# Reads configuration, and the state of the two roots. It takes no lock (`plan -lock=false`) and reads no data: no
# item, no message, no log line, no object but a state.
resource "aws_iam_role" "plan" {
  name                 = "switchboard-plan"
  description          = "Terraform plans of pull requests and the look for drift."
  permissions_boundary = local.boundary
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = [local.github_trust.plan] })
}

resource "aws_iam_role_policy" "plan" {
  name   = "state"
  role   = aws_iam_role.plan.name
  policy = local.plan_policy
}

resource "aws_iam_role_policy_attachment" "plan_reads" {
  for_each = aws_iam_policy.read

  role       = aws_iam_role.plan.name
  policy_arn = each.value.arn
}

resource "aws_iam_policy" "read" {
  for_each = local.read_policies

  name        = "switchboard-read-${each.key}"
  description = "Reads the configuration of what Switchboard uses, and no data."
  policy      = each.value
}

locals {
  list_state = {
    Sid      = "ListStates"
    Effect   = "Allow"
    Action   = "s3:ListBucket"
    Resource = local.state_arn
    # IfExists, here and wherever else a missing object must look missing: a request for one object has no prefix, and
    # without this permission S3 answers 403 for an object that does not exist, such as a state before the first apply.
    Condition = { StringLikeIfExists = { "s3:prefix" = ["${var.environment}/*"] } }
  }
  state_key = {
    Resource = local.all_keys_arn
    Condition = {
      "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = local.state_alias }
      StringEquals               = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" }
    }
  }

  plan_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.list_state,
      {
        Sid      = "ReadStates"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = [for key in local.state_keys : "${local.state_arn}/${key}"]
      },
      merge(local.state_key, {
        Sid    = "DecryptStates"
        Effect = "Allow"
        Action = ["kms:Decrypt", "kms:DescribeKey"]
      }),
    ]
  })

  read_policies = {
    application = jsonencode({
      Version = "2012-10-17"
      Statement = concat([
        {
          Sid    = "Functions"
          Effect = "Allow"
          Action = [
            "lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:GetFunctionConcurrency",
            "lambda:GetFunctionConfiguration", "lambda:GetFunctionEventInvokeConfig", "lambda:GetFunctionRecursionConfig",
            "lambda:GetFunctionUrlConfig", "lambda:GetPolicy", "lambda:GetRuntimeManagementConfig", "lambda:ListTags",
            "lambda:ListVersionsByFunction",
          ]
          Resource = local.arns.functions
        },
        {
          Sid    = "EventSources"
          Effect = "Allow"
          Action = ["lambda:GetEventSourceMapping", "lambda:ListTags"]
          # Named by Lambda.
          Resource = "arn:${local.partition}:lambda:${local.here}:event-source-mapping:*"
        },
        {
          Sid      = "FunctionSettings"
          Effect   = "Allow"
          Action   = "kms:Decrypt"
          Resource = local.all_keys_arn
          # Lambda shows a function's encrypted settings to those who may decrypt them.
          Condition = { StringEquals = { "kms:ViaService" = "lambda.${var.region}.amazonaws.com" } }
        },
        {
          Sid    = "Tables"
          Effect = "Allow"
          Action = [
            "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive",
            "dynamodb:GetResourcePolicy", "dynamodb:ListTagsOfResource",
          ]
          Resource = local.arns.tables
        },
        {
          Sid      = "Apis"
          Effect   = "Allow"
          Action   = "apigateway:GET"
          Resource = [for path in ["apis", "domainnames", "tags"] : "arn:${local.partition}:apigateway:${var.region}::/${path}*"]
        },
        {
          Sid      = "TopicsAndQueues"
          Effect   = "Allow"
          Action   = ["sns:GetDataProtectionPolicy", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:ListTagsForResource", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"]
          Resource = concat(local.arns.topics, local.arns.queues)
        },
        {
          Sid    = "ContactCentre"
          Effect = "Allow"
          Action = [
            "connect:DescribeContactFlow", "connect:DescribeHoursOfOperation",
            "connect:DescribeInstance", "connect:DescribeInstanceAttribute", "connect:DescribeInstanceStorageConfig",
            "connect:DescribePhoneNumber", "connect:DescribeQueue", "connect:DescribeRoutingProfile",
            "connect:DescribeSecurityProfile", "connect:DescribeUser", "connect:ListContactFlows", "connect:ListFlowAssociations",
            "connect:ListHoursOfOperations", "connect:ListInstanceAttributes", "connect:ListInstanceStorageConfigs",
            "connect:ListLambdaFunctions", "connect:ListPhoneNumbersV2", "connect:ListQueueQuickConnects", "connect:ListQueues",
            "connect:ListRoutingProfileQueues", "connect:ListRoutingProfiles", "connect:ListSecurityProfilePermissions",
            "connect:ListSecurityProfiles", "connect:ListTagsForResource", "connect:ListUsers",
          ]
          Resource = local.connect_arns
        },
        {
          Sid    = "ContactCentreLists"
          Effect = "Allow"
          Action = ["connect:ListInstances", "ds:DescribeDirectories"]
          # These actions take no resource.
          Resource = "*"
        },
        ],
        length(local.arns.buckets) == 0 ? [] : [{
          Sid    = "Buckets"
          Effect = "Allow"
          Action = [
            "s3:GetAccelerateConfiguration", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLocation",
            "s3:GetBucketLogging", "s3:GetBucketNotification", "s3:GetBucketObjectLockConfiguration",
            "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock",
            "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning", "s3:GetBucketWebsite",
            "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration",
            "s3:ListBucket", "s3:ListTagsForResource",
          ]
          Resource = local.arns.buckets
        }],
      )
    })

    operations = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid    = "Lists"
          Effect = "Allow"
          Action = [
            "cloudwatch:DescribeAlarms", "kms:ListAliases", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
            "logs:GetLogDelivery", "logs:ListLogDeliveries", "sns:GetSubscriptionAttributes", "ssm:DescribeParameters",
          ]
          # These name no resource, or (alarms) can only be read as a whole.
          Resource = "*"
        },
        {
          Sid      = "AlarmsAndDashboards"
          Effect   = "Allow"
          Action   = ["cloudwatch:GetDashboard", "cloudwatch:ListTagsForResource"]
          Resource = concat(local.arns.alarms, local.dashboard_arns)
        },
        {
          Sid      = "Logs"
          Effect   = "Allow"
          Action   = ["logs:DescribeMetricFilters", "logs:ListTagsForResource"]
          Resource = local.arns.log_groups
        },
        {
          Sid      = "Keys"
          Effect   = "Allow"
          Action   = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"]
          Resource = local.all_keys_arn
        },
        {
          Sid    = "Roles"
          Effect = "Allow"
          Action = [
            "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole",
            "iam:ListRolePolicies", "iam:ListRoleTags",
          ]
          Resource = local.arns.roles
        },
        {
          Sid      = "Parameters"
          Effect   = "Allow"
          Action   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:ListTagsForResource"]
          Resource = ["arn:${local.partition}:ssm:${local.here}:parameter/switchboard/*", "arn:${local.partition}:ssm:${var.region}::parameter/aws/service/fis/*"]
        },
        {
          Sid    = "EventsAndSchedules"
          Effect = "Allow"
          Action = [
            "events:DescribeEventBus", "events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule",
            "scheduler:GetSchedule", "scheduler:GetScheduleGroup", "scheduler:ListTagsForResource",
          ]
          Resource = concat(local.arns.rules, local.event_bus_arns, local.schedule_arns)
        },
      ]
    })

    delivery = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid    = "Deployments"
          Effect = "Allow"
          Action = [
            "codebuild:BatchGetProjects", "codedeploy:GetApplication", "codedeploy:GetDeployment",
            "codedeploy:GetDeploymentConfig", "codedeploy:GetDeploymentGroup", "codedeploy:ListTagsForResource",
            "codepipeline:GetPipeline", "codepipeline:GetPipelineState", "codepipeline:ListTagsForResource",
          ]
          Resource = concat(local.codedeploy_arns, local.codebuild_arns, local.codepipeline_arns)
        },
        {
          Sid    = "FlagsAndExperiments"
          Effect = "Allow"
          Action = [
            "appconfig:GetApplication", "appconfig:GetConfigurationProfile", "appconfig:GetDeployment",
            "appconfig:GetDeploymentStrategy", "appconfig:GetEnvironment", "appconfig:GetHostedConfigurationVersion",
            "appconfig:ListTagsForResource", "fis:GetExperiment", "fis:GetExperimentTemplate", "fis:ListTagsForResource",
          ]
          Resource = concat(local.appconfig_arns, local.fis_arns)
        },
        {
          Sid    = "MailAndNames"
          Effect = "Allow"
          Action = [
            "acm:DescribeCertificate", "acm:GetCertificate", "acm:ListTagsForCertificate", "route53:GetChange",
            "route53:GetHostedZone", "route53:ListResourceRecordSets", "route53:ListTagsForResource",
            "ses:GetConfigurationSet", "ses:GetConfigurationSetEventDestinations", "ses:GetEmailIdentity",
            "ses:GetEmailIdentityPolicies", "ses:ListTagsForResource",
          ]
          Resource = concat(local.mail_arns, local.certificate_arns, local.dns_arns)
        },
      ]
    })
  }
}
