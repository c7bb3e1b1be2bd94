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
  deploy_trust = concat(
    [local.github_trust.deploy],
    var.tooling_deploy_role_arn == null ? [] : [{
      Sid       = "ToolingPipeline"
      Effect    = "Allow"
      Principal = { AWS = var.tooling_deploy_role_arn }
      Action    = "sts:AssumeRole"
    }],
  )

  deploy_policies = merge(
    {
      state      = local.deploy_state
      roles      = local.deploy_roles
      compute    = local.deploy_compute
      data       = local.deploy_data
      connect    = local.deploy_connect
      operations = local.deploy_operations
    },
    local.is_tooling ? { delivery = local.deploy_delivery } : {},
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
        Action   = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource = "${local.artifacts_arn}/lambda/*"
      },
      {
        # Without it, an artifact that is missing and one that is forbidden look the same.
        Sid       = "FindArtifacts"
        Effect    = "Allow"
        Action    = "s3:ListBucket"
        Resource  = local.artifacts_arn
        Condition = { StringLike = { "s3:prefix" = ["lambda/*"] } }
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
    Statement = [
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
              ["appconfig.amazonaws.com", "codedeploy.amazonaws.com", "events.amazonaws.com", "lambda.amazonaws.com", "scheduler.amazonaws.com"],
              local.is_tooling ? ["codebuild.amazonaws.com", "codepipeline.amazonaws.com"] : ["fis.amazonaws.com"],
            )
          }
        }
      },
      {
        Sid       = "RolesOfServices"
        Effect    = "Allow"
        Action    = "iam:CreateServiceLinkedRole"
        Resource  = "arn:${local.partition}:iam::${var.account_id}:role/aws-service-role/*"
        Condition = { StringEquals = { "iam:AWSServiceName" = ["connect.amazonaws.com", "fis.amazonaws.com", "ops.apigateway.amazonaws.com"] } }
      },
      {
        # Amazon Connect writes into its own role as whoever makes the instance.
        Sid      = "RoleOfAmazonConnect"
        Effect   = "Allow"
        Action   = ["iam:AttachRolePolicy", "iam:PutRolePolicy"]
        Resource = "arn:${local.partition}:iam::${var.account_id}:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect*"
      },
    ]
  })
}
