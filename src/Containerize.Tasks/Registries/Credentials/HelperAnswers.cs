using System.Collections.Concurrent;

namespace Containerize.Registries.Credentials;

/// <summary>What credential helpers said: each answer may cost a program's start or a prompt, and is the same a moment later.</summary>
internal sealed class HelperAnswers
{
    private readonly ConcurrentDictionary<string, Lazy<Task<HelperAnswer>>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HelperAnswer> troubled = new(StringComparer.Ordinal);

    /// <param name="ask">Asks a helper; called once for each registry, unless the helper cannot be used at all.</param>
    public async Task<HelperAnswer> GetAsync(string suffix, string registry, Func<Task<HelperAnswer>> ask, CancellationToken cancellationToken)
    {
        if (!troubled.TryGetValue(suffix, out var answer))
        {
            answer = await answers.GetOrAdd($"{suffix} {registry}", _ => new Lazy<Task<HelperAnswer>>(ask)).Value.WaitAsync(cancellationToken);
            if (answer.IsForAll)
            {
                troubled.TryAdd(suffix, answer);
            }
        }

        return answer;
    }
}
