output "role_arn" {
  description = "ARN of the role that sends the events."
  value       = aws_iam_role.forward.arn
}
