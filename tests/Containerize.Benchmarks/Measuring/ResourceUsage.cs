using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Containerize.Benchmarks.Measuring;

/// <summary><c>struct rusage</c> of 64-bit Linux, getrusage(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceUsage
{
    public long UserSeconds;
    public long UserMicroseconds;
    public long SystemSeconds;
    public long SystemMicroseconds;

    /// <summary>The largest resident set of any one process, in KiB.</summary>
    public long LargestResidentSet;

    private RemainingFields _remaining;

    public readonly TimeSpan Cpu
        => TimeSpan.FromSeconds(UserSeconds + SystemSeconds) + TimeSpan.FromMicroseconds(UserMicroseconds + SystemMicroseconds);

    [InlineArray(13)]
    private struct RemainingFields
    {
        private long _first;
    }
}
