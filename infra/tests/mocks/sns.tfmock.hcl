mock_resource "aws_sns_topic" {
  defaults = {
    arn   = "arn:aws:sns:us-east-1:123456789012:mock-topic"
    id    = "arn:aws:sns:us-east-1:123456789012:mock-topic"
    owner = "123456789012"
  }
}

mock_resource "aws_sns_topic_subscription" {
  defaults = {
    arn      = "arn:aws:sns:us-east-1:123456789012:mock-topic:11111111-2222-3333-4444-555555555555"
    id       = "arn:aws:sns:us-east-1:123456789012:mock-topic:11111111-2222-3333-4444-555555555555"
    owner_id = "123456789012"
  }
}

mock_data "aws_sns_topic" {
  defaults = {
    arn = "arn:aws:sns:us-east-1:123456789012:mock-topic"
    id  = "arn:aws:sns:us-east-1:123456789012:mock-topic"
  }
}
