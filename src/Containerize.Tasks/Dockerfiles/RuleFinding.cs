namespace Containerize.Dockerfiles;

/// <param name="Rule">The id that <c>docker build --check</c> or hadolint has for it, or ours where neither has one.</param>
/// <param name="Where">Stage and instruction.</param>
internal sealed record RuleFinding(string Rule, string Where, string What);
