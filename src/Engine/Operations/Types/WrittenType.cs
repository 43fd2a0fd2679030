using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>A type that says itself how it is written.</summary>
/// <typeparam name="T">The type.</typeparam>
internal class WrittenType<T> : ParameterType
    where T : notnull, IWrittenValue<T>
{
    public override ParameterKind Kind => T.Kind;

    public override string Form => T.Form;

    public override object Parse(string text) => T.Parse(text);

    public override string Write(object value) => value.ToString()!;

    public override string ToCSharp(object value) => $"{typeof(T).Name}.Parse({Literal(Write(value))})";
}
