using System.Net;
using Containerize.Registries.Authentication;

namespace Containerize.Registries.Connections;

/// <summary>Says who asks, as far as the registry is known to want it, and answers its challenges.</summary>
internal sealed class AuthenticationHandler(RegistryAddress registry, Authenticator authenticator, HttpMessageHandler next) : DelegatingHandler(next)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var exchange = RegistryExchange.Of(message);
        var scope = exchange.Request.Scope;
        var proof = await authenticator.KnownAsync(scope, cancellationToken);
        var answer = await base.SendAsync(exchange.ToMessage(proof: proof), cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized && IsRegistrysOwn(answer) && !(exchange.Request.IsWish && proof is not null))
        {
            var challenges = AuthChallenge.Of(answer.Headers);
            if (await authenticator.AnswerAsync(scope, registry.Root, challenges, proof, cancellationToken) is { } better)
            {
                answer.Dispose();
                answer = await base.SendAsync(exchange.ToMessage(proof: better), cancellationToken);
            }
        }

        if (authenticator.NoteOf(scope) is { } note && IsRegistrysOwn(answer))
        {
            answer.RequestMessage!.Options.Set(LoginNote.Key, note);
        }

        return answer;
    }

    /// <summary>And not one of where it redirected to.</summary>
    private bool IsRegistrysOwn(HttpResponseMessage answer) => registry.IsOf(answer.RequestMessage!.RequestUri!);
}
