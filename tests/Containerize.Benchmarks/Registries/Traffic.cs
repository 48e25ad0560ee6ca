namespace Containerize.Benchmarks.Registries;

/// <summary>What went through the proxy: the bytes are those of the bodies, as the parties named them, without headers.</summary>
internal readonly record struct Traffic(long Requests, long BytesSent, long BytesReceived)
{
    public static Traffic operator -(Traffic later, Traffic earlier)
        => new(later.Requests - earlier.Requests, later.BytesSent - earlier.BytesSent, later.BytesReceived - earlier.BytesReceived);
}
