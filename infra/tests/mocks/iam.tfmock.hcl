mock_resource "aws_iam_role" {
  defaults = {
    arn         = "arn:aws:iam::123456789012:role/mock-role"
    id          = "mock-role"
    unique_id   = "AROAEXAMPLEEXAMPLE123"
    create_date = "2026-01-01T00:00:00Z"
  }
}

mock_resource "aws_iam_policy" {
  defaults = {
    arn       = "arn:aws:iam::123456789012:policy/mock-policy"
    id        = "arn:aws:iam::123456789012:policy/mock-policy"
    policy_id = "ANPAEXAMPLEEXAMPLE123"
  }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = {
    arn = "arn:aws:iam::123456789012:oidc-provider/mock.example.com"
    id  = "arn:aws:iam::123456789012:oidc-provider/mock.example.com"
  }
}

mock_data "aws_iam_role" {
  defaults = {
    arn = "arn:aws:iam::123456789012:role/mock-role"
    id  = "mock-role"
  }
}

mock_data "aws_iam_policy" {
  defaults = {
    arn = "arn:aws:iam::123456789012:policy/mock-policy"
    id  = "arn:aws:iam::123456789012:policy/mock-policy"
  }
}
