using Containerize.Registries.Authentication;

namespace Containerize.Registries.Connections;

/// <summary>One thing asked of a registry, so described that it can be asked again.</summary>
internal sealed record RegistryRequest(HttpMethod Method, string PathAndQuery)
{
    /// <summary>What it is for, as a participle that begins an error: <c>Pushing layer packages</c>.</summary>
    public required string Doing { get; init; }

    public required AuthScope Scope { get; init; }

    /// <summary>Media types accepted, in order of preference.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Makes the body anew for every attempt; null when there is none. A long one tells the watch of what moves.</summary>
    public Func<StallWatch, Task<HttpContent>>? Body { get; init; }

    /// <summary>A body of no bytes, which a POST or PUT has to have.</summary>
    public static Func<StallWatch, Task<HttpContent>> NoBody { get; } = _ => Task.FromResult<HttpContent>(new ByteArrayContent([]));

    /// <summary>
    /// Sent with <c>Expect: 100-continue</c>, so that a registry that wants a token says so before the body is sent, instead of closing the
    /// connection in its middle.
    /// </summary>
    public bool AsksBeforeBody { get; init; }

    /// <summary>An address the registry gave (an upload location) in place of <see cref="PathAndQuery"/>.</summary>
    public Uri? Address { get; init; }

    /// <summary>
    /// Whether it may be sent again when it is not known how far it got. An upload's POST may: sessions left open are the registry's to expire.
    /// </summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>
    /// Whether nothing depends on it. What refuses it then refuses no more than that: the login with which it was sent is as good as before for all else.
    /// </summary>
    public bool IsWish { get; init; }

    /// <summary>Where it is one of several requests that are tried together, their attempts; null where it stands alone.</summary>
    public Attempts? PartOf { get; init; }
}
