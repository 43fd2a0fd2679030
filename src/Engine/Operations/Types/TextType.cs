using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>Any text.</summary>
internal sealed class TextType : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Text;

    public override string Form => "TEXT";

    public override object Parse(string text) => text;

    public override string Write(object value) => (string)value;
}
