namespace Containerize.TestKit.Registry;

/// <summary>A manifest or an index as it was pushed: its bytes are its identity.</summary>
public sealed record StoredManifest(string MediaType, string Digest, byte[] Content);
