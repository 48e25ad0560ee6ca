using FluentValidation;

namespace HelloWeb;

/// <summary><c>/?name=Ada&amp;language=fr</c>; both may be left out.</summary>
internal sealed record GreetingRequest(string? Name, string? Language)
{
    public string Visitor => Name ?? "world";

    public string Tongue => Language ?? "en";
}

internal sealed class GreetingRequestValidator : AbstractValidator<GreetingRequest>
{
    public GreetingRequestValidator(Phrasebook phrases)
    {
        RuleFor(request => request.Visitor).NotEmpty().MaximumLength(40);
        RuleFor(request => request.Tongue).Must(phrases.Speaks).WithMessage("We do not speak '{PropertyValue}' yet.");
    }
}
