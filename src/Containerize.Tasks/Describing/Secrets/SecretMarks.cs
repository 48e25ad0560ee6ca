using System.Buffers;

namespace Containerize.Describing.Secrets;

/// <summary>
/// Words of which each line has one that <see cref="SecretText"/> finds a secret in; most texts have none, and a processor looks for all of them at once.
/// That code is not precompiled: 10 ms at its first use, in which half a megabyte is looked at line by line.
/// </summary>
internal static class SecretMarks
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "password", "pwd", "accountkey", "sharedaccesskey", "://", "secret",
            "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "npm_", "oy2", "sk_live_", "rk_live_",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <returns>Where the first of them begins; -1: none is there.</returns>
    public static int Find(ReadOnlySpan<char> text) => text.IndexOfAny(Words);
}
