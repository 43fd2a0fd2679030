using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>The numbers of an array file, as the UDF of a script takes them.</summary>
internal sealed class ArrayType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.File;

    public override string Form => "FILE.npy";

    public override object Parse(string text) => FilePath.Parse(text);

    public override string Write(object value) => value.ToString()!;

    public override object Bind(object value, OperationContext context, string parameter) =>
        value is FilePath path ? Array.ConvertAll(context.ReadWeights(path).Values, static number => (float)number) : value;
}
