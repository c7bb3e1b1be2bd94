mock_resource "aws_kms_key" {
  defaults = {
    arn    = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    id     = "11111111-2222-3333-4444-555555555555"
    key_id = "11111111-2222-3333-4444-555555555555"
  }
}

mock_resource "aws_kms_alias" {
  defaults = {
    arn            = "arn:aws:kms:us-east-1:123456789012:alias/mock-alias"
    id             = "alias/mock-alias"
    target_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  }
}

mock_data "aws_kms_key" {
  defaults = {
    arn       = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    id        = "11111111-2222-3333-4444-555555555555"
    enabled   = true
    key_state = "Enabled"
  }
}

mock_data "aws_kms_alias" {
  defaults = {
    arn            = "arn:aws:kms:us-east-1:123456789012:alias/mock-alias"
    id             = "alias/mock-alias"
    target_key_arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    target_key_id  = "11111111-2222-3333-4444-555555555555"
  }
}
