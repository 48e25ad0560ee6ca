using System.Text;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Auth;

/// <summary>A user's name and password, and how a request shows them.</summary>
public sealed record Login(string User, string Password)
{
    internal bool IsShownBy(HttpRequest request) => request.Headers.Authorization.ToString() == HeaderValue;

    public string HeaderValue => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
}
