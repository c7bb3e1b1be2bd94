output "table_name" {
  description = "Name of the table."
  value       = aws_dynamodb_table.this.name
}

output "table_arn" {
  description = "ARN of the table, for the policies of the functions that use it."
  value       = aws_dynamodb_table.this.arn
}

output "open_requests_index_arn" {
  description = "ARN of the index `open-requests`, for the policies of the functions that query it."
  value       = "${aws_dynamodb_table.this.arn}/index/${local.index_name}"
}
