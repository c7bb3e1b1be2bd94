# Tables, keys, the state, the Connect instance and its number cannot be deleted by this role: a person does that.
locals {
  deploy_compute = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid    = "Functions"
        Effect = "Allow"
        Action = [
          "lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction", "lambda:CreateFunctionUrlConfig",
          "lambda:DeleteAlias", "lambda:DeleteFunction", "lambda:DeleteFunctionConcurrency",
          "lambda:DeleteFunctionEventInvokeConfig", "lambda:DeleteFunctionUrlConfig", "lambda:PublishVersion",
          "lambda:PutFunctionConcurrency", "lambda:PutFunctionEventInvokeConfig", "lambda:RemovePermission",
          "lambda:TagResource", "lambda:UntagResource", "lambda:UpdateAlias", "lambda:UpdateFunctionCode",
          "lambda:UpdateFunctionConfiguration", "lambda:UpdateFunctionEventInvokeConfig", "lambda:UpdateFunctionUrlConfig",
        ]
        Resource = local.arns.functions
      },
      {
        Sid    = "NewEventSources"
        Effect = "Allow"
        Action = "lambda:CreateEventSourceMapping"
        # It has no name before it exists.
        Resource  = "*"
        Condition = { ArnLike = { "lambda:FunctionArn" = local.arns.functions } }
      },
      {
        Sid      = "EventSources"
        Effect   = "Allow"
        Action   = ["lambda:DeleteEventSourceMapping", "lambda:TagResource", "lambda:UntagResource", "lambda:UpdateEventSourceMapping"]
        Resource = "arn:${local.partition}:lambda:${local.here}:event-source-mapping:*"
      },
      {
        Sid    = "Deployments"
        Effect = "Allow"
        Action = [
          "codedeploy:CreateApplication", "codedeploy:CreateDeployment", "codedeploy:CreateDeploymentGroup",
          "codedeploy:DeleteApplication", "codedeploy:DeleteDeploymentGroup", "codedeploy:GetApplicationRevision",
          "codedeploy:RegisterApplicationRevision", "codedeploy:TagResource", "codedeploy:UntagResource",
          "codedeploy:UpdateApplication", "codedeploy:UpdateDeploymentGroup",
        ]
        Resource = local.codedeploy_arns
      },
      {
        Sid    = "StopDeployments"
        Effect = "Allow"
        Action = "codedeploy:StopDeployment"
        # This action takes no resource.
        Resource = "*"
      },
      {
        # For the check after a deployment, which calls what callers call. Nothing else is invoked.
        Sid      = "TryTheProbe"
        Effect   = "Allow"
        Action   = "lambda:InvokeFunction"
        Resource = "arn:${local.partition}:lambda:${local.here}:function:synthetic*"
      },
      ],
      [for statement in local.deploy_api : statement if !local.is_tooling],
      [for arn in [var.truststore_arn] : {
        # API Gateway reads the truststore of mutual TLS as whoever creates or updates the domain.
        Sid      = "TruststoreOfClients"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = arn
      } if arn != null],
      local.is_faulty ? [{
        Sid      = "FaultExtension"
        Effect   = "Allow"
        Action   = "lambda:GetLayerVersion"
        Resource = "arn:${local.partition}:lambda:${var.region}:*:layer:aws-fis-extension-*:*"
      }] : [],
    )
  })

  deploy_api = [
    {
      Sid    = "Apis"
      Effect = "Allow"
      Action = [
        "apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT",
        # AWS requires these when a stage or domain is created with tags, though its reference does not list them.
        "apigateway:TagResource", "apigateway:UntagResource",
      ]
      Resource = [for path in ["apis", "domainnames", "tags"] : "arn:${local.partition}:apigateway:${var.region}::/${path}*"]
    },
    {
      Sid      = "MutualTls"
      Effect   = "Allow"
      Action   = ["apigateway:AddCertificateToDomain", "apigateway:RemoveCertificateFromDomain"]
      Resource = "arn:${local.partition}:apigateway:${var.region}::/domainnames*"
    },
    {
      Sid    = "NewCertificates"
      Effect = "Allow"
      Action = "acm:RequestCertificate"
      # It has no name before it exists.
      Resource = "*"
    },
    {
      Sid      = "Certificates"
      Effect   = "Allow"
      Action   = ["acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:ImportCertificate", "acm:RemoveTagsFromCertificate"]
      Resource = local.certificate_arns
    },
    {
      Sid       = "Names"
      Effect    = "Allow"
      Action    = "route53:ChangeResourceRecordSets"
      Resource  = "arn:${local.partition}:route53:::hostedzone/*"
      Condition = { "ForAllValues:StringEquals" = { "route53:ChangeResourceRecordSetsRecordTypes" = ["A", "CNAME"] } }
    },
  ]

  deploy_data = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid    = "Tables"
        Effect = "Allow"
        Action = [
          "dynamodb:CreateTable", "dynamodb:TagResource", "dynamodb:UntagResource", "dynamodb:UpdateContinuousBackups",
          "dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive",
        ]
        Resource = local.arns.tables
      },
      {
        Sid    = "NewKeys"
        Effect = "Allow"
        Action = ["kms:CreateKey", "kms:TagResource"]
        # It has no name before it exists, and no tag that could be compared.
        Resource  = "*"
        Condition = { StringEquals = { "aws:RequestTag/Project" = "switchboard" } }
      },
      {
        # A tag takes up to five minutes to count, and these two actions directly follow the key. Neither grants use of a key.
        Sid      = "FirstStepsOfKeys"
        Effect   = "Allow"
        Action   = ["kms:CreateAlias", "kms:EnableKeyRotation"]
        Resource = local.all_keys_arn
      },
      {
        Sid    = "Keys"
        Effect = "Allow"
        Action = [
          "kms:PutKeyPolicy", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
        ]
        Resource  = local.all_keys_arn
        Condition = { StringEquals = { "aws:ResourceTag/Project" = "switchboard" } }
      },
      {
        Sid      = "KeyNames"
        Effect   = "Allow"
        Action   = ["kms:CreateAlias", "kms:UpdateAlias"]
        Resource = "arn:${local.partition}:kms:${local.here}:alias/switchboard"
      },
      {
        Sid      = "GrantsToServices"
        Effect   = "Allow"
        Action   = "kms:CreateGrant"
        Resource = local.all_keys_arn
        Condition = {
          Bool         = { "kms:GrantIsForAWSResource" = "true" }
          StringEquals = { "kms:ViaService" = [for service in ["connect", "dynamodb", "lambda"] : "${service}.${var.region}.amazonaws.com"] }
        }
      },
      {
        Sid    = "UseKeysThroughServices"
        Effect = "Allow"
        Action = [
          "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
        ]
        Resource = local.all_keys_arn
        Condition = {
          StringEquals = {
            "kms:ViaService" = [for service in ["appconfig", "codebuild", "codepipeline", "connect", "dynamodb", "events", "lambda", "scheduler", "sns", "sqs", "ssm"] : "${service}.${var.region}.amazonaws.com"]
          }
        }
      },
      {
        Sid    = "Topics"
        Effect = "Allow"
        Action = [
          "sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource",
          "sns:UntagResource",
        ]
        Resource = local.arns.topics
      },
      {
        Sid    = "Subscriptions"
        Effect = "Allow"
        Action = ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"]
        # These actions take no resource.
        Resource = "*"
      },
      {
        Sid      = "Queues"
        Effect   = "Allow"
        Action   = ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"]
        Resource = local.arns.queues
      },
      {
        Sid      = "Parameters"
        Effect   = "Allow"
        Action   = ["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:PutParameter", "ssm:RemoveTagsFromResource"]
        Resource = "arn:${local.partition}:ssm:${local.here}:parameter/switchboard/*"
      },
      ],
      length(local.arns.buckets) == 0 ? [] : [{
        Sid    = "Buckets"
        Effect = "Allow"
        Action = [
          "s3:CreateBucket", "s3:DeleteBucketPolicy", "s3:PutBucketLogging", "s3:PutBucketOwnershipControls",
          "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutBucketVersioning",
          "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:TagResource", "s3:UntagResource",
        ]
        Resource = local.arns.buckets
      }],
      local.is_faulty ? [{
        # Fault injection is switched on and off, and leaves no data behind.
        Sid      = "FaultBuckets"
        Effect   = "Allow"
        Action   = ["s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"]
        Resource = [local.fault_bucket_arn, "${local.fault_bucket_arn}/*"]
      }] : [],
    )
  })

  deploy_connect = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "NewInstance"
        Effect = "Allow"
        Action = [
          "connect:CreateInstance", "ds:CheckAlias", "ds:CreateDirectory", "ds:CreateIdentityPoolDirectory",
        ]
        # The instance and its directory have no names before they exist.
        Resource = "*"
      },
      {
        Sid    = "DirectoryOfTheInstance"
        Effect = "Allow"
        # Amazon Connect deletes the directory of an instance whose creation fails, as the role that creates it. Otherwise the
        # directory stays, and with it the alias of the instance.
        Action   = ["ds:AuthorizeApplication", "ds:CreateAlias", "ds:DeleteDirectory", "ds:UnauthorizeApplication"]
        Resource = "arn:${local.partition}:ds:${local.here}:directory/*"
      },
      {
        Sid    = "Instance"
        Effect = "Allow"
        Action = [
          "connect:AssociateInstanceStorageConfig", "connect:AssociateLambdaFunction",
          "connect:DisassociateInstanceStorageConfig", "connect:DisassociateLambdaFunction", "connect:TagResource",
          "connect:UntagResource", "connect:UpdateInstanceAttribute", "connect:UpdateInstanceStorageConfig",
        ]
        Resource = local.connect_arns
      },
      {
        Sid    = "PhoneNumbers"
        Effect = "Allow"
        Action = [
          "connect:AssociatePhoneNumberContactFlow", "connect:ClaimPhoneNumber",
          "connect:DisassociatePhoneNumberContactFlow", "connect:SearchAvailablePhoneNumbers", "connect:UpdatePhoneNumber",
        ]
        Resource = local.connect_arns
      },
      {
        Sid    = "ContactFlows"
        Effect = "Allow"
        Action = [
          "connect:CreateContactFlow", "connect:DeleteContactFlow", "connect:UpdateContactFlowContent",
          "connect:UpdateContactFlowMetadata", "connect:UpdateContactFlowName",
        ]
        Resource = local.connect_arns
      },
      {
        Sid    = "HoursQueuesAndPeople"
        Effect = "Allow"
        Action = [
          "connect:AssociateRoutingProfileQueues", "connect:CreateHoursOfOperation", "connect:CreateQueue",
          "connect:CreateRoutingProfile", "connect:CreateSecurityProfile", "connect:CreateUser",
          "connect:DeleteHoursOfOperation", "connect:DeleteQueue", "connect:DeleteRoutingProfile",
          "connect:DeleteSecurityProfile", "connect:DeleteUser", "connect:DisassociateRoutingProfileQueues",
          "connect:UpdateHoursOfOperation", "connect:UpdateQueueHoursOfOperation", "connect:UpdateQueueMaxContacts",
          "connect:UpdateQueueName", "connect:UpdateQueueOutboundCallerConfig", "connect:UpdateQueueStatus",
          "connect:UpdateRoutingProfileConcurrency", "connect:UpdateRoutingProfileDefaultOutboundQueue",
          "connect:UpdateRoutingProfileName", "connect:UpdateRoutingProfileQueues", "connect:UpdateSecurityProfile",
          "connect:UpdateUserHierarchy", "connect:UpdateUserIdentityInfo", "connect:UpdateUserPhoneConfig",
          "connect:UpdateUserRoutingProfile", "connect:UpdateUserSecurityProfiles",
        ]
        Resource = local.connect_arns
      },
    ]
  })

  deploy_delivery = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # It creates the pipeline. A tag starts the pipeline, and only the approval functions answer its approval.
        Sid    = "Pipelines"
        Effect = "Allow"
        Action = [
          "codepipeline:CreatePipeline", "codepipeline:DeletePipeline", "codepipeline:TagResource",
          "codepipeline:UntagResource", "codepipeline:UpdatePipeline",
        ]
        Resource = local.codepipeline_arns
      },
      {
        Sid      = "Builds"
        Effect   = "Allow"
        Action   = ["codebuild:CreateProject", "codebuild:DeleteProject", "codebuild:UpdateProject"]
        Resource = local.codebuild_arns
      },
      {
        Sid    = "PassTheConnection"
        Effect = "Allow"
        Action = ["codeconnections:PassConnection", "codestar-connections:PassConnection"]
        # A person creates the connection. The service prefix of its ARN is either of two names.
        Resource = [for service in ["codeconnections", "codestar-connections"] : "arn:${local.partition}:${service}:${local.here}:connection/*"]
      },
      {
        Sid      = "BusOfDeliveries"
        Effect   = "Allow"
        Action   = ["events:CreateEventBus", "events:DeleteEventBus", "events:TagResource", "events:UntagResource", "events:UpdateEventBus"]
        Resource = local.event_bus_arns
      },
      {
        Sid    = "SendersToTheBus"
        Effect = "Allow"
        Action = ["events:PutPermission", "events:RemovePermission"]
        # These actions take no resource.
        Resource = "*"
      },
    ]
  })
}
