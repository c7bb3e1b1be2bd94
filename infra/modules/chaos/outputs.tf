# AWS publishes the extension's ARN, which differs by region, in a public parameter.
data "aws_ssm_parameter" "extension" {
  name = "/aws/service/fis/lambda-extension/AWS-FIS-extension-${var.architecture}/1.x.x"
}

output "experiment_template_ids" {
  description = "Ids of the experiment templates, by function and fault, such as vanity-convert-delay: what `aws fis start-experiment` takes."
  value       = { for name, template in aws_fis_experiment_template.this : name => template.id }
}

output "function_requirements" {
  description = "What a function under test needs, as inputs of the lambda-service module: layers, environment, policy_statements."
  value = {
    layers = [data.aws_ssm_parameter.extension.insecure_value]
    environment = {
      AWS_FIS_CONFIGURATION_LOCATION = "${aws_s3_bucket.faults.arn}/${local.fault_prefix}"
      AWS_LAMBDA_EXEC_WRAPPER        = "/opt/aws-fis/bootstrap"
    }
    policy_statements = [
      {
        sid       = "FindFaults"
        actions   = ["s3:ListBucket"]
        resources = [aws_s3_bucket.faults.arn]
        condition = { StringLikeIfExists = { "s3:prefix" = ["${local.fault_prefix}*"] } }
      },
      {
        sid       = "ReadFaults"
        actions   = ["s3:GetObject"]
        resources = ["${aws_s3_bucket.faults.arn}/${local.fault_prefix}*"]
        condition = {}
      },
      {
        sid       = "DecryptFaults"
        actions   = ["kms:Decrypt"]
        resources = [var.kms_key_arn]
        condition = { StringEquals = { "kms:ViaService" = ["s3.${local.region}.amazonaws.com"] } }
      },
    ]
  }
}

output "log_group_name" {
  description = "Name of the log group of the experiments."
  value       = aws_cloudwatch_log_group.experiments.name
}
