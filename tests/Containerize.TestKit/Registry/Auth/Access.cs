using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Auth;

/// <summary>Actions on one repository, as a token's scope says them: <c>repository:acme/shop:pull,push</c>.</summary>
internal sealed record Access(string Repository, IReadOnlySet<string> Actions)
{
    public string Scope => $"repository:{Repository}:{string.Join(',', Actions.Order(StringComparer.Ordinal))}";

    public bool Covers(Access needed) => Repository == needed.Repository && Actions.IsSupersetOf(needed.Actions);

    public static Access? Parse(string scope)
    {
        var last = scope.LastIndexOf(':');
        return scope.StartsWith("repository:", StringComparison.Ordinal) && last > "repository:".Length
            ? new Access(scope["repository:".Length..last], scope[(last + 1)..].Split(',').ToHashSet(StringComparer.Ordinal))
            : null;
    }

    /// <summary>What a request needs: its own repository, and to mount from another, reading that one too.</summary>
    public static IReadOnlyList<Access> NeededBy(HttpRequest request)
    {
        if (RepositoryPath.Parse(request.Path.Value ?? string.Empty) is not { } path)
        {
            return [];
        }

        string[] actions = request.Method switch
        {
            "GET" or "HEAD" => ["pull"],
            "DELETE" => ["delete"],
            _ => ["pull", "push"],
        };
        var own = new Access(path.Repository, actions.ToHashSet(StringComparer.Ordinal));
        return request.Query["from"].ToString() is { Length: > 0 } from
            ? [own, new Access(from, new HashSet<string>(StringComparer.Ordinal) { "pull" })]
            : [own];
    }
}
