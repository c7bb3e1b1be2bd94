# The ceiling of every role in the account. It grants nothing: a role may do what both its own policies and this one
# allow. It names whole services, because a list of actions would exceed IAM's 6,144 characters; what a role may really do
# is in its own policies, action by action.
resource "aws_iam_policy" "boundary" {
  name        = "switchboard-boundary"
  description = "The most that any role of Switchboard may do."
  policy      = local.boundary_policy

  lifecycle {
    prevent_destroy = true
  }
}

locals {
  # Through the policy's name, so that roles wait for the policy and plans still show which one they get.
  boundary = "arn:${local.partition}:iam::${var.account_id}:policy/${aws_iam_policy.boundary.name}"

  boundary_services = [
    "acm", "apigateway", "appconfig", "cloudwatch", "codebuild", "codeconnections", "codedeploy", "codepipeline",
    "codestar-connections", "connect", "ds", "dynamodb", "events", "execute-api", "fis", "iam", "kms", "lambda", "logs",
    "route53", "s3", "scheduler", "secretsmanager", "ses", "sns", "sqs", "ssm", "sts", "tag", "xray",
  ]

  boundary_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Ceiling"
        Effect   = "Allow"
        Action   = [for service in local.boundary_services : "${service}:*"]
        Resource = "*"
      },
      {
        Sid    = "RolesOnlyWithThisBoundary"
        Effect = "Deny"
        Action = [
          "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
          "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
        ]
        # Roles that AWS creates for its own services cannot have a boundary.
        NotResource = "arn:${local.partition}:iam::${var.account_id}:role/aws-service-role/*"
        Condition   = { StringNotEquals = { "iam:PermissionsBoundary" = local.boundary_arn } }
      },
      {
        Sid      = "BoundariesStay"
        Effect   = "Deny"
        Action   = ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"]
        Resource = "*"
      },
      {
        Sid    = "PoliciesOfTheBootstrapStay"
        Effect = "Deny"
        Action = [
          "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion",
          "iam:SetDefaultPolicyVersion", "iam:TagPolicy", "iam:UntagPolicy",
        ]
        Resource = local.protected_policies
      },
      {
        Sid    = "RolesOfTheBootstrapStay"
        Effect = "Deny"
        Action = [
          "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
          "iam:PassRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole",
          "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
        ]
        Resource = local.protected_roles
      },
      {
        Sid    = "NoUsersAndNoKeys"
        Effect = "Deny"
        Action = [
          "iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachUserPolicy", "iam:CreateAccessKey", "iam:CreateGroup",
          "iam:CreateLoginProfile", "iam:CreateServiceSpecificCredential", "iam:CreateUser", "iam:CreateVirtualMFADevice",
          "iam:PutGroupPolicy", "iam:PutUserPolicy", "iam:ResetServiceSpecificCredential", "iam:UpdateAccessKey",
          "iam:UpdateLoginProfile", "iam:UploadSSHPublicKey", "iam:UploadSigningCertificate",
        ]
        Resource = "*"
      },
      {
        Sid    = "IdentityProvidersStay"
        Effect = "Deny"
        Action = [
          "iam:AddClientIDToOpenIDConnectProvider", "iam:CreateOpenIDConnectProvider", "iam:CreateSAMLProvider",
          "iam:DeleteOpenIDConnectProvider", "iam:DeleteSAMLProvider", "iam:RemoveClientIDFromOpenIDConnectProvider",
          "iam:UpdateOpenIDConnectProviderThumbprint", "iam:UpdateSAMLProvider",
        ]
        Resource = "*"
      },
      {
        Sid    = "StayInTheRegion"
        Effect = "Deny"
        # These services have one endpoint for all regions.
        NotAction = ["iam:*", "route53:*", "sts:*"]
        Resource  = "*"
        Condition = { StringNotEquals = { "aws:RequestedRegion" = var.region } }
      },
      {
        # Already outside the ceiling; repeated in case the ceiling is raised.
        Sid    = "AuditStays"
        Effect = "Deny"
        Action = [
          "cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail",
          "config:DeleteConfigurationRecorder", "config:DeleteDeliveryChannel", "config:PutConfigurationRecorder",
          "config:StopConfigurationRecorder",
        ]
        Resource = "*"
      },
      {
        Sid    = "StateStays"
        Effect = "Deny"
        Action = [
          "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:DeleteObjectVersion", "s3:PutBucketLogging",
          "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketVersioning",
          "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration",
        ]
        Resource = [local.state_arn, "${local.state_arn}/*", local.state_logs_arn, "${local.state_logs_arn}/*"]
      },
      {
        Sid    = "StateKeyStays"
        Effect = "Deny"
        Action = [
          "kms:CreateGrant", "kms:DeleteAlias", "kms:DisableKey", "kms:DisableKeyRotation", "kms:PutKeyPolicy",
          "kms:ScheduleKeyDeletion", "kms:UpdateAlias",
        ]
        Resource  = "*"
        Condition = { "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = local.state_alias } }
      },
    ]
  })
}
