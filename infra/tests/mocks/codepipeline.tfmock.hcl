mock_resource "aws_codepipeline" {
  defaults = {
    arn = "arn:aws:codepipeline:us-east-1:123456789012:mock-pipeline"
    id  = "mock-pipeline"
  }
}
