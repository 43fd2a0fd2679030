using System.Text.Json;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>Several values.</summary>
internal abstract class ListType(ParameterType element) : ParameterType
{
    protected ParameterType Element => element;

    public override ParameterKind Kind => element.Kind;

    public override string Form => element.Form;

    public override IReadOnlyList<string> Choices => element.Choices;

    public override ParameterPick Pick => element.Pick;

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = element.Schema() };

    public override object Parse(string text) => Parse([text]);

    public override object Parse(IReadOnlyList<string> texts) => List(texts.Select(element.Parse));

    public override string Write(object value) => string.Join(' ', WriteAll(value));

    public override IEnumerable<string> WriteAll(object value) => Values(value).Select(element.Write);

    public override string ToCSharp(object value) => $"[{string.Join(", ", Values(value).Select(element.ToCSharp))}]";

    public override JsonNode ToJson(object value) => new JsonArray([.. Values(value).Select(element.ToJson)]);

    public override object Read(JsonElement json) =>
        List(json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Select(element.Read) : [element.Read(json)]);

    public override object Bind(object value, OperationContext context, string parameter) =>
        List(Values(value).Select(one => element.Bind(one, context, parameter)));

    protected abstract object List(IEnumerable<object> values);

    private static IEnumerable<object> Values(object value) => ((System.Collections.IEnumerable)value).Cast<object>();

    /// <summary>Lists of one type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    internal sealed class Of<T>(ParameterType one) : ListType(one)
    {
        public override ParameterType Within(double? least, double? most) => new Of<T>(Element.Within(least, most));

        protected override object List(IEnumerable<object> values) => new ParameterList<T>(values.Cast<T>());
    }
}
