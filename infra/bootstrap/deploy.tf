# Applies the platform and app roots of this account. It reads what the plan role reads, and changes what is named here.
resource "aws_iam_role" "deploy" {
  name                 = "switchboard-deploy"
  description          = "Applies the platform and app roots, and starts deployments."
  permissions_boundary = local.boundary
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = local.deploy_trust })
}

resource "aws_iam_policy" "deploy" {
  for_each = local.deploy_policies

  name        = "switchboard-deploy-${each.key}"
  description = "What deploying Switchboard needs of ${each.key}."
  policy      = each.value
}

resource "aws_iam_role_policy_attachment" "deploy" {
  for_each = aws_iam_policy.deploy

  role       = aws_iam_role.deploy.name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy_attachment" "deploy_reads" {
  for_each = aws_iam_policy.read

  role       = aws_iam_role.deploy.name
  policy_arn = each.value.arn
}

locals {
  # A job in GitHub's environment could bypass the approval: in uat and prod once the pipelines deploy there, and in tooling
  # always, because whoever deploys there can change the pipelines and the functions that approve.
  github_deploys = !local.is_tooling && length(var.tooling_deploy_role_arns) == 0

  deploy_trust = concat(
    [for statement in [local.github_trust.deploy] : statement if local.github_deploys],
    [for arns in [var.tooling_deploy_role_arns] : {
      Sid       = "ToolingPipelines"
      Effect    = "Allow"
      Principal = { AWS = sort(arns) }
      Action    = "sts:AssumeRole"
    } if length(arns) > 0],
    local.deployers_trust,
  )

  deploy_policies = merge(
    {
      state      = local.deploy_state
      roles      = local.deploy_roles
      compute    = local.deploy_compute
      data       = local.deploy_data
      operations = local.deploy_operations
    },
    local.is_tooling ? { delivery = local.deploy_delivery } : { connect = local.deploy_connect },
  )

  deploy_state = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.list_state,
      {
        Sid      = "WriteStates"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = [for key in local.state_keys : "${local.state_arn}/${key}"]
      },
      {
        Sid      = "LockStates"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        Resource = [for key in local.state_keys : "${local.state_arn}/${key}.tflock"]
      },
      merge(local.state_key, {
        Sid    = "EncryptStates"
        Effect = "Allow"
        Action = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
      }),
      {
        Sid      = "ReadArtifacts"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = [for prefix in local.artifact_prefixes : "${local.artifacts_arn}/${prefix}"]
      },
      {
        # Without it, a missing artifact looks like a forbidden one.
        Sid       = "FindArtifacts"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.artifacts_arn
        Condition = { StringLikeIfExists = { "s3:prefix" = local.artifact_prefixes } }
      },
      {
        Sid       = "DecryptArtifacts"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = local.artifact_keys_arn
        Condition = { StringEquals = { "kms:ViaService" = "s3.${var.region}.amazonaws.com" } }
      },
    ]
  })

  # The key's own policy in the tooling account says which key, and to whom.
  artifact_keys_arn = "arn:${local.partition}:kms:${var.region}:${var.tooling_account_id}:key/*"

  deploy_roles = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "RolesWithTheBoundary"
        Effect    = "Allow"
        Action    = ["iam:CreateRole", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
        Resource  = local.arns.roles
        Condition = { StringEquals = { "iam:PermissionsBoundary" = local.boundary_arn } }
      },
      {
        Sid    = "Roles"
        Effect = "Allow"
        Action = [
          "iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
          "iam:UpdateRoleDescription",
        ]
        Resource = local.arns.roles
      },
      {
        Sid      = "GiveRolesToServices"
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = local.arns.roles
        Condition = {
          StringEquals = {
            "iam:PassedToService" = concat(
              ["codedeploy.amazonaws.com", "events.amazonaws.com", "lambda.amazonaws.com", "scheduler.amazonaws.com"],
              local.is_tooling ? ["codebuild.amazonaws.com", "codepipeline.amazonaws.com"] : ["appconfig.amazonaws.com"],
              local.is_faulty ? ["fis.amazonaws.com"] : [],
            )
          }
        }
      },
      ],
      [for statement in local.roles_of_services : statement if !local.is_tooling],
    )
  })

  roles_of_services = [
    {
      Sid      = "RolesOfServices"
      Effect   = "Allow"
      Action   = "iam:CreateServiceLinkedRole"
      Resource = "arn:${local.partition}:iam::${var.account_id}:role/aws-service-role/*"
      Condition = {
        StringEquals = {
          "iam:AWSServiceName" = concat(["connect.amazonaws.com", "ops.apigateway.amazonaws.com"], local.is_faulty ? ["fis.amazonaws.com"] : [])
        }
      }
    },
    {
      # Amazon Connect changes its own role with the credentials that create the instance.
      Sid      = "RoleOfAmazonConnect"
      Effect   = "Allow"
      Action   = ["iam:AttachRolePolicy", "iam:PutRolePolicy"]
      Resource = "arn:${local.partition}:iam::${var.account_id}:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect*"
    },
  ]
}
