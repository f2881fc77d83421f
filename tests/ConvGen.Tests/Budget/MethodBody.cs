using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ConvGen.Tests.Budget;

/// <summary>The size of a method, read from the IL of an assembly.</summary>
/// <param name="Name">The names of the type and the method.</param>
/// <param name="Bytes">The size of the IL.</param>
/// <param name="FusedMultiplyAdds">The number of calls of <c>MultiplyAddEstimate</c> in the method, for vectors of any width.</param>
/// <param name="MostInOneLoop">The largest number of such calls in the body of one loop, without its inner loops.</param>
internal sealed record MethodBody(string Name, int Bytes, int FusedMultiplyAdds, int MostInOneLoop)
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    public static IReadOnlyList<MethodBody> ReadAll(ReadOnlyMemory<byte> image)
    {
        using PEReader file = new(ImmutableArray.Create(image.Span));
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0)
                .Select(method => Read(metadata, method, file.GetMethodBody(method.RelativeVirtualAddress))),
        ];
    }

    private static MethodBody Read(MetadataReader metadata, MethodDefinition method, MethodBodyBlock body)
    {
        List<int> multiplyAdds = [];
        List<(int Start, int End)> loops = [];
        BlobReader reader = body.GetILReader();
        while (reader.RemainingBytes > 0)
        {
            int offset = reader.Offset;
            OpCode code = ReadOpCode(ref reader);
            switch (code.OperandType)
            {
                case OperandType.InlineMethod:
                    if (NameOf(metadata, MetadataTokens.EntityHandle(reader.ReadInt32())) == "MultiplyAddEstimate")
                    {
                        multiplyAdds.Add(offset);
                    }

                    break;
                case OperandType.ShortInlineBrTarget or OperandType.InlineBrTarget:
                    int distance = code.OperandType == OperandType.InlineBrTarget ? reader.ReadInt32() : reader.ReadSByte();
                    if (distance < 0)
                    {
                        loops.Add((reader.Offset + distance, offset));
                    }

                    break;
                case OperandType.InlineSwitch:
                    // Reading the number advances the offset, so it must be done first.
                    int targets = reader.ReadInt32();
                    reader.Offset += sizeof(int) * targets;
                    break;
                default:
                    reader.Offset += OperandBytes(code.OperandType);
                    break;
            }
        }

        return new(
            $"{metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)}.{metadata.GetString(method.Name)}",
            body.GetILBytes()?.Length ?? 0,
            multiplyAdds.Count,
            loops.Select(loop => multiplyAdds.Count(offset => InnermostLoop(loops, offset) == loop)).DefaultIfEmpty(0).Max());
    }

    /// <summary>The shortest backward jump over an instruction.</summary>
    private static (int Start, int End)? InnermostLoop(List<(int Start, int End)> loops, int offset) => loops
        .Where(loop => loop.Start <= offset && offset < loop.End)
        .OrderBy(loop => loop.End - loop.Start)
        .Select(loop => ((int, int)?)loop)
        .FirstOrDefault();

    private static OpCode ReadOpCode(ref BlobReader reader)
    {
        int value = reader.ReadByte();
        return OpCodesByValue[value == 0xFE ? 0xFE00 | reader.ReadByte() : value];
    }

    private static string NameOf(MetadataReader metadata, EntityHandle method) => method.Kind switch
    {
        HandleKind.MemberReference => metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)method).Name),
        HandleKind.MethodDefinition => metadata.GetString(metadata.GetMethodDefinition((MethodDefinitionHandle)method).Name),
        HandleKind.MethodSpecification =>
            NameOf(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method),
        _ => "",
    };

    private static int OperandBytes(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
