using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>The registry takes a request's body no faster than so many bytes a second, and serves it then.</summary>
public sealed class SlowReadingFault(long bytesPerSecond) : IFault
{
    public Task ApplyAsync(HttpContext context, RequestDelegate serve)
    {
        context.Request.Body = new SlowStream(context.Request.Body, bytesPerSecond);
        return serve(context);
    }

    /// <summary>Each read takes as long as its bytes would on a line of that speed.</summary>
    private sealed class SlowStream(Stream body, long bytesPerSecond) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds((double)read / bytesPerSecond), cancellationToken);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

public static class SlowReadingFaults
{
    public static FaultRule ReadSlowly(this FaultRule rule, long bytesPerSecond) => rule.Do(new SlowReadingFault(bytesPerSecond));
}
