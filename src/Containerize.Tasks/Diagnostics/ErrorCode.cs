namespace Containerize.Diagnostics;

/// <summary>One thing that can go wrong, as users meet it: a code that stays the same across versions and has a page in docs/errors.</summary>
/// <param name="Id">The code, <c>CTZ</c> and four digits.</param>
/// <param name="Title">What went wrong, in general; the message of one occurrence says the particular.</param>
internal sealed record ErrorCode(string Id, string Title);
