using System.Globalization;
using System.Reflection;
using System.Text;
using Ronchi.Engine;

namespace Ronchi.Cli.Scripts;

/// <summary>A constructor's parameter as an option: <c>double InnerRadius = 10</c> is <c>--inner-radius N</c>.</summary>
internal sealed class ScriptParameter
{
    private readonly ParameterInfo _parameter;
    private readonly Type _type;

    /// <exception cref="ScriptException">Nothing of that type can be written on a command line.</exception>
    public ScriptParameter(ParameterInfo parameter, string? help)
    {
        _parameter = parameter;
        _type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (!IsValue(parameter.ParameterType))
            throw new ScriptException($"{parameter.Member.DeclaringType!.Name}: parameter '{parameter.Name}' of {_type.Name} cannot be an option: use numbers, bool, string, an enum, (double Row, double Column), or float[] for a .npy file.");
        Face = new(Kebab(parameter.Name!), Form(), (help ?? $"{parameter.Name} of the UDF") + Default(), IsRequired: !parameter.HasDefaultValue && _type != typeof(bool));
    }

    /// <summary>How every face shows it.</summary>
    public Parameter Face { get; }

    /// <summary>Whether values of a type can be written.</summary>
    public static bool IsValue(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(bool) || type == typeof(string) || type == typeof((double, double)) || type == typeof(float[])
            || type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double);
    }

    /// <summary>Its value in the arguments.</summary>
    /// <exception cref="FormatException">The text is no such value.</exception>
    public object? Read(AnalysisArguments arguments)
    {
        if (_type == typeof(bool))
            return arguments.Has(Face.Name) || (_parameter.HasDefaultValue && _parameter.DefaultValue is true);
        if (arguments.Text(Face.Name) is not { } text)
            return _parameter.DefaultValue is null && _parameter.ParameterType.IsValueType ? Activator.CreateInstance(_parameter.ParameterType) : _parameter.DefaultValue;
        if (_type == typeof(string))
            return text;
        if (_type == typeof((double, double)))
            return arguments.Position(Face.Name)!.Value;
        if (_type == typeof(float[]))
            return Array.ConvertAll(arguments.ReadWeights(text).Values, static value => (float)value);
        if (_type.IsEnum)
            return Enum.GetNames(_type).FirstOrDefault(name => Kebab(name) == text) is { } known ? Enum.Parse(_type, known) : throw new FormatException($"--{Face.Name}: '{text}' is not one of {Face.Form.Replace("|", ", ", StringComparison.Ordinal)}.");
        if (_type == typeof(int) || _type == typeof(long))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && (_type == typeof(long) || whole == (int)whole)
                ? Convert.ChangeType(whole, _type, CultureInfo.InvariantCulture)
                : throw new FormatException($"--{Face.Name}: '{text}' is not a whole number.");
        }

        return Convert.ChangeType(arguments.Number(Face.Name)!.Value, _type, CultureInfo.InvariantCulture);
    }

    private string Form() => _type switch
    {
        _ when _type == typeof(bool) => "",
        _ when _type == typeof(string) => "TEXT",
        _ when _type == typeof((double, double)) => "ROW,COL",
        _ when _type == typeof(float[]) => "FILE.npy",
        { IsEnum: true } => string.Join('|', Enum.GetNames(_type).Select(Kebab)),
        _ => "N",
    };

    private string Default() => _parameter is { HasDefaultValue: true, DefaultValue: not (null or bool) } && !_type.IsEnum
        ? string.Create(CultureInfo.InvariantCulture, $" (default {_parameter.DefaultValue})")
        : "";

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append('-');
            text.Append(name[i] == '_' ? '-' : char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
