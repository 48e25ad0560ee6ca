using System.Runtime.InteropServices;

namespace Containerize.Benchmarks.Measuring;

/// <summary>What Linux knows about ended children and .NET does not pass on.</summary>
internal static partial class NativeMethods
{
    public const int ChildSubreaper = 36; // PR_SET_CHILD_SUBREAPER, prctl(2)
    public const int ReturnAtOnce = 1; // WNOHANG, waitpid(2)
    public const int UsageOfChildren = -1; // RUSAGE_CHILDREN, getrusage(2)

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitForProcess(int id, out int status, int options);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    public static partial int GetResourceUsage(int who, out ResourceUsage usage);
}
