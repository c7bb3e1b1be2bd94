locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.region
  partition = data.aws_partition.current.partition
  root      = "arn:${local.partition}:iam::${local.account}:root"

  # Resource is the wildcard in every statement: in a key policy it means this key.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.administration_statements,
      local.account_statements,
      local.service_statements,
      local.reader_statements,
    )
  })

  administration_statements = [
    {
      # Named one by one, because kms:* would let every administrator decrypt. kms:PutKeyPolicy is what keeps the key
      # from becoming unmanageable.
      Sid       = "AccountAdministration"
      Effect    = "Allow"
      Principal = { AWS = local.root }
      Action = [
        "kms:CancelKeyDeletion",
        "kms:CreateAlias",
        "kms:DeleteAlias",
        "kms:DescribeKey",
        "kms:DisableKey",
        "kms:DisableKeyRotation",
        "kms:EnableKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListGrants",
        "kms:ListKeyPolicies",
        "kms:ListKeyRotations",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:RevokeGrant",
        "kms:RotateKeyOnDemand",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
      ]
      Resource = "*"
    },
  ]

  # What the account's root is allowed here, its roles are not yet: each needs the same in its own policy.
  account_statements = [
    {
      Sid       = "RolesThroughServices"
      Effect    = "Allow"
      Principal = { AWS = local.root }
      Action = [
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      Resource  = "*"
      Condition = { StringEquals = { "kms:ViaService" = local.services_on_behalf_of_roles } }
    },
    {
      Sid       = "GrantsToServices"
      Effect    = "Allow"
      Principal = { AWS = local.root }
      Action    = ["kms:CreateGrant"]
      Resource  = "*"
      Condition = {
        Bool         = { "kms:GrantIsForAWSResource" = "true" }
        StringEquals = { "kms:ViaService" = local.services_with_grants }
      }
    },
    # Lambda and Scheduler decrypt with the role of the function or schedule, and no page says that they come "via" the
    # service then. What they decrypt names its owner in the encryption context.
    {
      Sid       = "RolesOfFunctions"
      Effect    = "Allow"
      Principal = { AWS = local.root }
      Action    = ["kms:Decrypt"]
      Resource  = "*"
      Condition = {
        ArnLike = {
          "kms:EncryptionContext:aws:lambda:FunctionArn" = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:*"
        }
      }
    },
    {
      Sid       = "RolesOfSchedules"
      Effect    = "Allow"
      Principal = { AWS = local.root }
      Action    = ["kms:Decrypt"]
      Resource  = "*"
      Condition = {
        ArnLike = {
          "kms:EncryptionContext:aws:scheduler:schedule:arn" = "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule/*"
        }
      }
    },
  ]

  services_on_behalf_of_roles = [
    for service in ["appconfig", "codebuild", "codepipeline", "connect", "dynamodb", "events", "lambda", "logs", "s3", "scheduler", "sns", "sqs", "ssm"] :
    "${service}.${local.region}.amazonaws.com"
  ]
  services_with_grants = [
    for service in ["connect", "dynamodb", "lambda"] : "${service}.${local.region}.amazonaws.com"
  ]

  # Services that come with no role. Each is held to what this account owns by the encryption context.
  service_statements = [
    {
      Sid       = "LogGroups"
      Effect    = "Allow"
      Principal = { Service = "logs.${local.region}.amazonaws.com" }
      Action = [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      Resource = "*"
      Condition = {
        ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${local.partition}:logs:${local.region}:${local.account}:*" }
      }
    },
    {
      # Not aws:SourceAccount: SNS does not support it in a key policy for events that EventBridge publishes, and they
      # would be lost without a word. Who may publish to which topic is in the topics' own policies.
      Sid       = "PublishToTopics"
      Effect    = "Allow"
      Principal = { Service = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "ses.amazonaws.com"] }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnLike = { "kms:EncryptionContext:aws:sns:topicArn" = "arn:${local.partition}:sns:${local.region}:${local.account}:*" }
      }
    },
    {
      Sid       = "DeliverToQueues"
      Effect    = "Allow"
      Principal = { Service = ["events.amazonaws.com", "sns.amazonaws.com"] }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnLike = { "kms:EncryptionContext:aws:sqs:arn" = "arn:${local.partition}:sqs:${local.region}:${local.account}:*" }
      }
    },
    {
      Sid       = "EventBuses"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = {
        ArnLike = { "kms:EncryptionContext:aws:events:event-bus:arn" = "arn:${local.partition}:events:${local.region}:${local.account}:event-bus/*" }
      }
    },
    {
      # A request to describe a key has no encryption context to be held to.
      Sid       = "EventBusesLookUpTheKey"
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = ["kms:DescribeKey"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    },
  ]

  reader_statements = [
    for statement in [
      {
        Sid       = "ReadersDecryptObjects"
        Effect    = "Allow"
        Principal = { AWS = sort(distinct(var.reader_role_arns)) }
        Action    = ["kms:Decrypt"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = ["s3.${local.region}.amazonaws.com"] } }
      },
      {
        # Harmless, and not bound to S3: a caller who knows an artifact's key looks it up directly.
        Sid       = "ReadersLookUpTheKey"
        Effect    = "Allow"
        Principal = { AWS = sort(distinct(var.reader_role_arns)) }
        Action    = ["kms:DescribeKey"]
        Resource  = "*"
      },
    ] : statement if length(var.reader_role_arns) > 0
  ]
}
