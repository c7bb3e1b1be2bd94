# AWS checks GitHub's certificate against its own list of authorities, so there is no thumbprint here.
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  github_provider_arn = "arn:${local.partition}:iam::${var.account_id}:oidc-provider/token.actions.githubusercontent.com"
  github              = "repo:${var.github_repository}"

  # Subjects are compared whole: a wildcard would let a branch or a fork of another name in.
  github_trust = {
    for role, subjects in {
      plan = [
        "${local.github}:pull_request",
        "${local.github}:environment:${var.environment}",
        # The scheduled drift check, which needs no approval.
        "${local.github}:ref:refs/heads/main",
      ]
      deploy = ["${local.github}:environment:${var.environment}"]
      # A job of the merge queue runs on a branch of GitHub's own, so its environment says which job it is.
      candidate = ["${local.github}:environment:dev"]
      publish   = ["${local.github}:ref:refs/heads/main"]
      } : role => {
      Sid       = "GitHubActions"
      Effect    = "Allow"
      Principal = { Federated = local.github_provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = subjects
        }
      }
    }
  }
}
