using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>The members of an enumeration, in lower case.</summary>
internal sealed class ChoiceType : ParameterType
{
    private readonly Type _type;
    private readonly string[] _names;
    private readonly string[] _words;

    public ChoiceType(Type type)
    {
        _type = type;
        _names = Enum.GetNames(type);
        _words = [.. _names.Select(Words.Kebab)];
    }

    public override ParameterKind Kind => ParameterKind.Choice;

    public override string Form => string.Join('|', _words);

    public override IReadOnlyList<string> Choices => _words;

    public override JsonObject Schema() =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. _words.Select(static word => (JsonNode)word)]) };

    public override object Parse(string text) => Array.IndexOf(_words, text) is >= 0 and var at
        ? Enum.Parse(_type, _names[at])
        : throw new FormatException($"'{text}' is not known: expected {Words.Or(_words)}.");

    public override string ToCSharp(object value) => $"{_type.Name}.{value}";

    public override string Write(object value) => Words.Kebab(value.ToString()!);
}
