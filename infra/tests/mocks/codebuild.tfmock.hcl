mock_resource "aws_codebuild_project" {
  defaults = {
    arn = "arn:aws:codebuild:us-east-1:123456789012:project/mock-project"
    id  = "arn:aws:codebuild:us-east-1:123456789012:project/mock-project"
  }
}
