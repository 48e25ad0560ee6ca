namespace Containerize.Dockerfiles.Rules;

/// <summary>What a rule found, before it is known under which names.</summary>
internal sealed record Fault(string Where, string What);
