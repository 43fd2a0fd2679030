namespace Ronchi.Engine;

/// <summary>One thing that an analysis asks for.</summary>
/// <param name="Name">Its name, the same in every face: <c>detector</c> is <c>--detector</c>.</param>
/// <param name="Form">What is written for it, in capitals: <c>ROW,COL</c>. Empty: it is a switch, given or not.</param>
/// <param name="Help">What it is, with unit.</param>
/// <param name="IsRequired">Whether the analysis cannot run without it.</param>
/// <param name="IsRepeatable">Whether it may be given several times.</param>
public sealed record Parameter(string Name, string Form, string Help, bool IsRequired = false, bool IsRepeatable = false)
{
    /// <summary>Whether nothing is written for it: it is given or not.</summary>
    public bool IsSwitch => Form.Length == 0;
}
